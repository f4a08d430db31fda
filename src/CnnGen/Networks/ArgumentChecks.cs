using System.Globalization;
using CnnGen.Formats;
using CnnGen.Training;

namespace CnnGen;

/// <summary>What the calls of a network refuse, before they change anything.</summary>
/// <param name="network">The network.</param>
internal sealed class ArgumentChecks(NetworkInfo network)
{
    /// <summary>A number and what it counts: <c>1 image</c>, <c>1,000 images</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="thing">What one is called.</param>
    public static string Counted(int count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {thing}{(count == 1 ? "" : "s")}");

    /// <summary>The images of a prediction.</summary>
    /// <param name="values">Values of all of them.</param>
    /// <param name="outputs">Values that there is room for.</param>
    public int Images(int values, int outputs)
    {
        var count = Images(values);
        if (outputs != (long)count * network.OutputSize)
        {
            throw new ArgumentException(
                (network.FurtherOutputs.Count == 0
                    ? $"Outputs of {Counted(count, "image")} are"
                    : $"Output '{network.Layers[^1].Name}' of {Counted(count, "image")} is")
                + $" {(long)count * network.OutputSize} values ({network.OutputSize} each), but there is room for {outputs}.",
                nameof(outputs));
        }

        return count;
    }

    /// <summary>Refuses room for the further outputs that is not what they need.</summary>
    /// <param name="images">Images of the call.</param>
    /// <param name="rooms">Room for each output.</param>
    public void FurtherOutputs(int images, ReadOnlySpan<Memory<float>> rooms)
    {
        if (rooms.Length != network.FurtherOutputs.Count)
        {
            throw new ArgumentException(
                $"{network.Name} has {Counted(network.FurtherOutputs.Count, "output")} besides that of its last layer, but room for"
                + $" {rooms.Length} came.", "furtherOutputs");
        }

        for (var i = 0; i < rooms.Length; i++)
            FurtherOutput(images, i, rooms[i].Length);
    }

    /// <summary>Refuses room for the further outputs that is not what they need.</summary>
    /// <param name="images">Images of the call.</param>
    /// <param name="lengths">Values that there is room for, of each output.</param>
    public void FurtherOutputs(int images, ReadOnlySpan<int> lengths)
    {
        for (var i = 0; i < network.FurtherOutputs.Count; i++)
            FurtherOutput(images, i, lengths[i]);
    }

    /// <summary>The images of a call.</summary>
    /// <param name="values">Values of all of them.</param>
    public int Images(int values)
    {
        if (values % network.InputSize != 0)
        {
            throw new ArgumentException(
                $"{network.Name} takes images of {string.Join(" x ", network.InputShape)} = {network.InputSize} values, but {values} values"
                    + " are no whole number of them.", "images");
        }

        return values / network.InputSize;
    }

    /// <summary>Refuses bytes where nothing behind the input scales them.</summary>
    public void AcceptsBytes()
    {
        if (!network.AcceptsBytes)
        {
            throw new InvalidOperationException(
                $"{network.Name} does not begin with [Normalization] or [Rescaling], so images as bytes would come in unscaled. Add one of"
                    + " them, or pass floats.");
        }
    }

    /// <summary>Refuses a batch without images.</summary>
    /// <param name="count">Images of the batch.</param>
    public static void NotEmpty(int count)
    {
        if (count == 0)
            throw new ArgumentException("A batch needs at least one image, but none came.", "images");
    }

    /// <summary>Refuses targets, or metrics, that do not go with the loss, and targets that do not go with the network.</summary>
    /// <param name="count">Images of the batch.</param>
    /// <param name="targets">What they are to come out as.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="parameter">The caller's parameter that brought the targets.</param>
    public void Targets(int count, Targets targets, Loss loss, ReadOnlySpan<Metric> metrics, string parameter)
    {
        if (loss.TargetKind is var taken && targets.Kind != taken)
        {
            throw new ArgumentException(
                $"{loss.GetType().Name} takes {DataChecks.Describe(taken)} for targets, but {DataChecks.Describe(targets.Kind)}"
                + $" came: give it {DataChecks.Describe(taken)}, or choose another loss.", parameter);
        }

        foreach (var metric in metrics)
        {
            if (metric is null)
                throw new ArgumentException("Metrics must not hold null.", nameof(metrics));
            if (!metric.Takes(targets.Kind))
            {
                throw new ArgumentException(
                    $"{metric.GetType().Name} takes {DataChecks.Describe(metric.TargetKind)} for targets, but"
                    + $" {DataChecks.Describe(targets.Kind)} came: leave it out, or choose another loss.", nameof(metrics));
            }
        }

        if (targets.Kind == TargetKind.Classes)
            Labels(count, targets.Classes, loss.ClassToIgnore, parameter);
        else
            Values(count, targets.Values, parameter);
        targets.CheckFurther(count, "batch", parameter);
        (loss as OutputLosses)?.CheckTargets(network, targets, count, "batch", parameter);
        if (targets.Weights.Length != 0 && targets.Weights.Length != count)
        {
            throw new ArgumentException(
                $"{Counted(count, "image")} need as many weights, or none, but {targets.Weights.Length} came.", parameter);
        }

        if (FiniteValues.IndexOfOther(targets.Weights) is >= 0 and var image)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The weight of image {image} is {targets.Weights[image]}, but must be a finite number."),
                parameter);
        }
    }

    private void FurtherOutput(int images, int index, int room)
    {
        var output = network.FurtherOutputs[index];
        if (room != (long)images * output.Size)
        {
            throw new ArgumentException(
                $"Output '{output.Name}' of {Counted(images, "image")} is {(long)images * output.Size} values ({output.Size} each), but"
                + $" there is room for {room}.", "outputs");
        }
    }

    private void Labels(int count, ReadOnlySpan<int> labels, int? ignored, string parameter)
    {
        var positions = network.OutputPositions;
        if (labels.Length != (long)count * positions)
        {
            throw new ArgumentException(
                $"{count} images need {(long)count * positions} labels{(positions == 1 ? "" : $", {positions} each")}, but {labels.Length}"
                + " came.", parameter);
        }

        if (DataChecks.IndexOfNoClass(network.OutputChannels, labels, ignored) is >= 0 and var i)
        {
            throw new ArgumentException(
                $"Label {labels[i]} of image {i / positions} is no class: {network.Name} has classes 0 to {network.OutputChannels - 1}.",
                parameter);
        }
    }

    private void Values(int count, ReadOnlySpan<float> targets, string parameter)
    {
        if (targets.Length != (long)count * network.OutputSize)
        {
            throw new ArgumentException(
                $"Targets of {Counted(count, "image")} are {(long)count * network.OutputSize} values,"
                + $" {DataChecks.OutputSize(network)} each, but {targets.Length} came.", parameter);
        }

        if (FiniteValues.IndexOfOther(targets) is >= 0 and var first)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Value {first % network.OutputSize} of the target of image {first / network.OutputSize} is")
                + FormattableString.Invariant($" {targets[first]}, from which nothing can be learned: repair it, or leave the image out."),
                parameter);
        }
    }
}
