using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// A loss for each of several outputs, with a weight: Keras' dictionary of losses with <c>loss_weights</c>. The loss of an image is the sum
/// of their weighed losses; each is told under the name of its output, as <c>mask_loss</c>, in histories, evaluations and displays.
/// </summary>
/// <remarks>
/// The targets of the last layer are those of the data set; those of further outputs, which a network has by <c>[Output]</c>, are added by
/// <see cref="ImageDataset.WithTargets(string, ReadOnlyMemory{float})"/> or <see cref="Targets.WithOutput(string, ReadOnlyMemory{float},
/// int)"/>. Metrics are of the last layer's output. An output without a loss is not trained.
/// </remarks>
public sealed class OutputLosses : Loss, IHasSettings
{
    private readonly List<OutputLoss> _further = [];

    /// <summary>Begins with the loss of the last layer's output.</summary>
    /// <param name="last">The loss.</param>
    /// <param name="weight">What it is multiplied with, a finite number; 1 when left out.</param>
    /// <exception cref="ArgumentException">The loss is one of several outputs itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not finite.</exception>
    public OutputLosses(Loss last, double weight = 1) => Last = new OutputLoss("", Checked(last), Checked(weight));

    /// <inheritdoc/>
    public override string Name => Last.Loss.Name;

    /// <inheritdoc/>
    public override TargetKind TargetKind => Last.Loss.TargetKind;

    internal OutputLoss Last { get; }

    internal IReadOnlyList<OutputLoss> Further => _further;

    internal override bool FusesWithSoftmax => Last.Loss.FusesWithSoftmax;

    internal override int? ClassToIgnore => Last.Loss.ClassToIgnore;

    /// <summary>Adds the loss of a further output.</summary>
    /// <param name="output">The name of the output, as <c>[Output]</c> gives it.</param>
    /// <param name="loss">The loss. Where it takes probabilities, the output must be some; that is not checked.</param>
    /// <param name="weight">What it is multiplied with, a finite number; 1 when left out.</param>
    /// <returns>This object, for the next one.</returns>
    /// <exception cref="ArgumentException">The output has a loss already, or the loss is one of several outputs itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not finite.</exception>
    public OutputLosses With(string output, Loss loss, double weight = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        if (_further.Exists(each => each.Output == output))
            throw new ArgumentException($"Output '{output}' has a loss already.", nameof(output));
        _further.Add(new OutputLoss(output, Checked(loss), Checked(weight)));
        return this;
    }

    /// <summary>The loss of the last layer's output, not multiplied with its weight.</summary>
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
        Last.Loss.Compute(outputs, targets, gradients);

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (var (output, loss, weight) in _further.Prepend(Last))
        {
            var name = output.Length == 0 ? "last" : $"'{output}'";
            settings.AddPart(name, loss);
            settings.Section(name).Add("weight", weight);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// The last layer is not what its loss needs, the network has no such output, or was not compiled by this library.
    /// </exception>
    public override void CheckNetwork(INetwork network)
    {
        Last.Loss.CheckNetwork(network);
        var info = network.Info;
        if (network is not INetworkEnd)
            throw new InvalidOperationException($"{info.Name} is no compiled network, so it has one output, and takes one loss.");
        foreach (var each in _further)
        {
            if (each.Output == info.Layers[^1].Name)
            {
                throw new InvalidOperationException(
                    $"'{each.Output}' is the last layer of {info.Name}: its loss is the one that {nameof(OutputLosses)} is made with.");
            }

            if (OutputOf(info, each.Output) is null)
            {
                throw new InvalidOperationException(
                    $"There is a loss for output '{each.Output}' of {info.Name}, but {Known(info)}");
            }
        }
    }

    internal override IReadOnlyList<Metric> DefaultMetrics() => Last.Loss.DefaultMetrics();

    internal override bool GivesLogitsGradients(Activation? end) => Last.Loss.GivesLogitsGradients(end);

    internal override double ComputeScaled(in LossCall call) => Last.Loss.ComputeScaled(call);

    /// <summary>Throws unless there are targets for each further output that has a loss, and they are what that takes.</summary>
    /// <param name="network">The network, checked.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="images">Images that they are of.</param>
    /// <param name="set">What messages call them.</param>
    /// <param name="parameter">The caller's parameter that brought them.</param>
    /// <exception cref="ArgumentException">They are not.</exception>
    internal void CheckTargets(NetworkInfo network, Targets targets, int images, string set, string parameter)
    {
        foreach (var each in _further)
        {
            var output = OutputOf(network, each.Output)!;
            var own = targets.OfOutput(each.Output) ?? throw new ArgumentException(
                $"There is a loss for output '{each.Output}', but the {set} has no targets for it"
                + (targets.Further is [] ? "" : $", only for {Listed(targets.Further.Select(further => further.Output))}")
                + ": add them by WithTargets of an ImageDataset, which ToDataset makes of other sources.",
                parameter);
            var channels = output.Shape[^1];
            var size = each.Loss.TargetKind == TargetKind.Classes ? output.Size / channels : output.Size;
            if (own.Kind != each.Loss.TargetKind || own.Size != size)
            {
                throw new ArgumentException(
                    $"{each.Loss.GetType().Name} of output '{each.Output}' takes {DataChecks.Describe(each.Loss.TargetKind, size)}"
                    + $" for each image, but the {set} has {DataChecks.Describe(own.Kind, own.Size)}.",
                    parameter);
            }

            Check(each, own.Of(targets.FirstImage, images), channels, size, set, parameter);
        }
    }

    private static OutputInfo? OutputOf(NetworkInfo network, string name)
    {
        for (var i = 0; i < network.FurtherOutputs.Count; i++)
        {
            if (network.FurtherOutputs[i].Name == name)
                return network.FurtherOutputs[i];
        }

        return null;
    }

    private static string Known(NetworkInfo network) => network.FurtherOutputs.Count == 0
        ? "it has none beside its last layer: name a layer by [Output]."
        : $"it has {Listed(network.FurtherOutputs.Select(output => output.Name))}: is it"
            + $" {(network.FurtherOutputs.Count == 1 ? "that" : "one of these")}?";

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static void Check(OutputLoss loss, Targets targets, int channels, int size, string set, string parameter)
    {
        if (DataChecks.IndexOfNoClass(channels, targets.Classes, loss.Loss.ClassToIgnore) is >= 0 and var i)
        {
            throw new ArgumentException(
                $"The label of image {i / size} of the {set} for output '{loss.Output}' is {targets.Classes[i]}, but its classes are 0 to"
                + $" {channels - 1}.",
                parameter);
        }

        if (FiniteValues.IndexOfOther(targets.Values) is >= 0 and var first)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Value {first % size} of the target of image {first / size} of the {set} for output")
                + FormattableString.Invariant($" '{loss.Output}' is {targets.Values[first]}, from which nothing can be learned."),
                parameter);
        }
    }

    private static Loss Checked(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss is OutputLosses ? throw new ArgumentException("An output has one loss.", nameof(loss)) : loss;
    }

    private static double Checked(double weight) => double.IsFinite(weight)
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, "Expected a finite number.");
}
