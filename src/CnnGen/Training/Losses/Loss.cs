using System.Text;

namespace CnnGen.Training;

/// <summary>
/// What training makes small: a number for each image, by its outputs and its target, and the gradient of it. The loss of a batch is the
/// mean over its images, as Keras' <c>sum_over_batch_size</c>. A class of your own is a loss like those that are there.
/// </summary>
/// <remarks>
/// A loss holds settings only. Several threads ask one at a time for different images, so <see cref="Compute"/> writes to nothing but the
/// gradients. What it gives depends on its image alone: so it is the same for any number of threads and any batch.
/// </remarks>
public abstract class Loss
{
    /// <summary>
    /// What it is called where it is one of the <see cref="FitOptions.Metrics"/>: as in Keras the name of its class, such as
    /// <c>mean_squared_error</c>, unless overridden.
    /// </summary>
    public virtual string Name
    {
        get
        {
            var name = new StringBuilder();
            foreach (var letter in GetType().Name)
                name.Append(char.IsUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter));
            return name.ToString();
        }
    }

    /// <summary>What it takes for targets.</summary>
    public abstract TargetKind TargetKind { get; }

    /// <summary>The loss of one image, and its gradient.</summary>
    /// <param name="outputs">The <see cref="NetworkInfo.OutputSize"/> outputs of the image, row-major, channels last.</param>
    /// <param name="targets">
    /// Its target: a class, from 0, or one for each position of a map; or as many finite floats as there are outputs.
    /// </param>
    /// <param name="gradients">Room for dLoss/dOutput of every output; what is there before is of no meaning. All of it is written.</param>
    /// <returns>
    /// The loss of the image; not divided by the number of images, which the library does for it and for the gradients. Infinite or NaN
    /// where the outputs are: the image then counts as not finite.
    /// </returns>
    public abstract double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients);

    /// <summary>Throws unless the network's last layer is what the loss needs; does nothing unless overridden.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidOperationException">It is not; the message says what to change.</exception>
    public virtual void CheckNetwork(INetwork network)
    {
    }

    /// <summary>
    /// The loss that follows from a network's end: sparse categorical cross-entropy of a softmax, binary cross-entropy of sigmoids.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidOperationException">It ends in something else, for which there is no default.</exception>
    public static Loss For(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var info = network.Info;
        return info.OutputActivation switch
        {
            // Of an INetwork that is no compiled one the end is not known; outputs are taken for probabilities, as they always were.
            null or Activation.Softmax => SparseCategoricalCrossentropy.Default,
            Activation.Sigmoid => BinaryCrossentropy.Default,
            _ => throw new InvalidOperationException(
                $"No loss was chosen, and none follows from the end of {info.Name}, {NetworkEnds.Describe(info)}: a softmax has sparse"
                + " categorical cross-entropy, a sigmoid binary cross-entropy. Choose one, such as FitOptions.Loss ="
                + " new MeanSquaredError(), or the argument loss of Evaluate and TrainBatch. "
                + (info.OutputSize == 1
                    ? "For two classes give the last layer Activation.Sigmoid, and 0 or 1 as floats for targets."
                    : $"For classes, {NetworkEnds.SoftmaxFor(info)}.")),
        };
    }

    /// <summary>
    /// Whether generated code computes it along with a softmax over one vector at the end, where there is one, not <see cref="Compute"/>
    /// from outputs.
    /// </summary>
    internal virtual bool FusesWithSoftmax => false;

    /// <summary>
    /// Whether it can give the gradient of logits at once, where an activation at the network's end made the probabilities that it is
    /// given: stable however sure the network is, and without a pass through the activation.
    /// </summary>
    /// <param name="end">The activation; null where it is not known.</param>
    internal virtual bool GivesLogitsGradients(Activation? end) => false;

    /// <summary>A class that positions may have that are left out; null where there is none.</summary>
    internal virtual int? ClassToIgnore => null;

    /// <summary>Metrics where none are chosen.</summary>
    internal virtual IReadOnlyList<Metric> DefaultMetrics() => [];

    /// <summary>
    /// The loss of one image, not scaled, and its gradient times a factor. By default the method that a user writes, and a pass that
    /// scales.
    /// </summary>
    /// <param name="call">The image.</param>
    internal virtual double ComputeScaled(in LossCall call)
    {
        var loss = Compute(call.Outputs, call.Targets, call.Gradients);
        foreach (ref var gradient in call.Gradients)
            gradient *= call.Scale;
        return loss;
    }
}
