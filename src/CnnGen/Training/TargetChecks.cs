using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>What training and evaluation refuse of targets: before they begin where all are in memory, else as they are read.</summary>
/// <param name="network">The network.</param>
/// <param name="size">Classes, or floats, of one target.</param>
/// <param name="ignored">A label that stands for no class; null where there is none.</param>
/// <param name="set">What messages call the images, such as "training set".</param>
/// <param name="parameter">The caller's parameter that brought them.</param>
internal sealed class TargetChecks(NetworkInfo network, int size, int? ignored, string set, string parameter)
{
    /// <summary>Throws unless a target has a label for each position of the output.</summary>
    public void CheckSizeOfLabels()
    {
        var positions = network.OutputPositions;
        if (size != positions)
        {
            throw new ArgumentException(
                $"{network.Name} gives {(positions == 1 ? "one class" : $"a class for each of {positions} positions")}, and the target of"
                + $" each image needs as many labels, but those of the {set} have {size}.",
                parameter);
        }
    }

    /// <summary>Throws unless a target has a float for each output.</summary>
    public void CheckSizeOfValues()
    {
        if (size != network.OutputSize)
        {
            throw new ArgumentException(
                $"{network.Name} gives {DataChecks.OutputSize(network)} value{(network.OutputSize == 1 ? "" : "s")} for an image, and the"
                + $" target of each image needs as many, but those of the {set} have {size}.",
                parameter);
        }
    }

    /// <summary>Throws unless targets can be learned.</summary>
    /// <param name="image">The number of the image that the first of them belongs to.</param>
    /// <param name="targets">Those of one image or several.</param>
    public void Check(int image, Targets targets)
    {
        var labels = targets.Classes;
        if (DataChecks.IndexOfNoClass(network.OutputChannels, labels, ignored) is >= 0 and var i)
        {
            throw new ArgumentException(
                $"The label of image {image + (i / size)} of the {set} is {labels[i]}, but {network.Name} knows the classes 0 to"
                    + $" {network.OutputChannels - 1}.",
                parameter);
        }

        var values = targets.Values;
        if (FiniteValues.IndexOfOther(values) is >= 0 and var first)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Value {first % size} of the target of image {image + (first / size)} of the")
                + FormattableString.Invariant($" {set} is {values[first]}, from which nothing can be learned: repair it, or leave the")
                + " image out.",
                parameter);
        }
    }
}
