namespace CnnGen.Training;

/// <summary>
/// What is told of a network's outputs besides the loss, over all images since the last <see cref="Reset"/>. A class of your own is a
/// metric like those that are there. Every <see cref="Loss"/> converts to one, its mean over images: each formula has one class for both.
/// </summary>
/// <remarks>
/// A metric remembers, so one object serves one training at a time: it is reset before each epoch and before each validation. It is called
/// on the thread that trains, batch after batch in their order.
/// </remarks>
public abstract class Metric
{
    /// <summary>
    /// What it is called in results, displays and files, where <c>val_</c> goes before it for validation images: a word without commas,
    /// quotes or breaks, and not one of <c>loss</c>, <c>epoch</c>, <c>seconds</c>, <c>images_per_second</c> and <c>non_finite</c>, with or
    /// without <c>val_</c>.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>Whether it is better when it is higher; false, as of losses and errors, unless overridden.</summary>
    public virtual bool IsHigherBetter => false;

    /// <summary>What it takes for targets.</summary>
    public abstract TargetKind TargetKind { get; }

    /// <summary>
    /// The shape of the outputs of one image, (units) or (height, width, channels), which the library tells it before the first batch;
    /// empty before.
    /// </summary>
    public IReadOnlyList<int> OutputShape { get; internal set; } = [];

    /// <summary>Whether it takes targets of a kind: those of <see cref="TargetKind"/> unless overridden.</summary>
    /// <param name="kind">The kind.</param>
    public virtual bool Takes(TargetKind kind) => kind == TargetKind;

    /// <summary>Its value over the images so far; NaN where there were none.</summary>
    public abstract double Result { get; }

    /// <summary>Forgets all images.</summary>
    public abstract void Reset();

    /// <summary>Adds a batch. It must not allocate where training is not to.</summary>
    /// <param name="outputs">For each image <see cref="NetworkInfo.OutputSize"/> outputs; those before the batch was learned from.</param>
    /// <param name="targets">For each image a class, or one for each position of a map; or as many floats as it has outputs.</param>
    /// <param name="count">Images.</param>
    public abstract void Update(ReadOnlySpan<float> outputs, Targets targets, int count);

    /// <summary>A class that counts for none, as the loss says; null where there is none.</summary>
    internal int? ClassToIgnore { get; set; }

    /// <summary>Tells it of whose outputs it is, and with which loss.</summary>
    internal void Begin(NetworkInfo network, Loss loss) => (OutputShape, ClassToIgnore) = (network.OutputShape, loss.ClassToIgnore);

    /// <summary>The outputs and targets of a batch, position by position.</summary>
    private protected Positions PositionsOf(ReadOnlySpan<float> outputs, Targets targets, int count) =>
        new(outputs, targets, ChannelsOf(outputs.Length / count), ClassToIgnore);

    /// <summary>Throws where it cannot be of a network's outputs; does nothing unless overridden.</summary>
    internal virtual void CheckNetwork(INetwork network)
    {
    }

    /// <summary>Outputs of one position: the channels of a map, or all of a vector, for which outputs of unknown shape are taken.</summary>
    private protected int ChannelsOf(int outputs) => OutputShape.Count == 0 ? outputs : OutputShape[^1];

    /// <summary>The mean of a loss over images, under the <see cref="Loss.Name"/> of the loss.</summary>
    /// <param name="loss">The loss.</param>
    public static implicit operator Metric(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new LossMetric(loss);
    }
}
