using System.Globalization;
using CnnGen.Formats;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// What a network was like in the step whose outputs or losses were not finite, before it changed the weights: afterwards nearly all of
/// them are none, whatever began it.
/// </summary>
/// <param name="ImagesAreFinite">Whether the images were.</param>
/// <param name="OutputsAreFinite">Whether the outputs were, all of them, so that the loss alone was not.</param>
/// <param name="First">The first trained parameter, in the order of layers, with a value that was not; -1 where there was none.</param>
/// <param name="Last">The last such parameter.</param>
/// <param name="Count">How many there were.</param>
internal readonly record struct NonFiniteStart(bool ImagesAreFinite, bool OutputsAreFinite, int First, int Last, int Count)
{
    /// <summary>Looks at images and weights; nothing is allocated.</summary>
    /// <param name="context">The network.</param>
    /// <param name="pass">The batch.</param>
    /// <param name="outputs">What the last layer made of it.</param>
    public static unsafe NonFiniteStart Of(RunContext context, in NetworkPass pass, ReadOnlySpan<float> outputs)
    {
        var (first, last, count) = (-1, -1, 0);
        for (var i = 0; i < context.Info.Parameters.Count; i++)
        {
            // State is not asked: a batch's own statistics are in it by now.
            var parameter = context.Info.Parameters[i];
            if (!parameter.Trainable
                || FiniteValues.IndexOfOther(context.Weights.Values.Slice(parameter.Offset, parameter.StoredFloats)) < 0)
            {
                continue;
            }

            (first, last, count) = (first < 0 ? i : first, i, count + 1);
        }

        // Of further outputs nothing is said.
        var outputsAreFinite = context.Info.FurtherOutputs.Count == 0 && FiniteValues.IndexOfOther(outputs) < 0;
        return new NonFiniteStart(ImagesAreNumbers(context, in pass), outputsAreFinite, first, last, count);
    }

    /// <summary>What is to be said of it.</summary>
    /// <param name="info">The network.</param>
    public string Describe(NetworkInfo info)
    {
        if (!ImagesAreFinite)
            return "the images of that batch hold values that are not finite";
        if (Count == 0 && OutputsAreFinite)
            return "images, weights and outputs were finite, but the loss was not: look at the loss, its targets and their weights";
        if (Count == 0)
        {
            return "its images and the weights that are trained were finite, so values grew beyond single precision on their way through"
                + " the layers: look at the scale of the images, the loss, and layers that divide or take logarithms";
        }

        const string advice = "take a smaller learning rate, or clip gradients";

        var (first, last) = (info.Parameters[First].Name, info.Parameters[Last].Name);
        if (Count == 1)
            return $"{last}, of layer '{LayerOf(last)}', was not finite before that step already: {advice}";
        // Gradients go from the end to the beginning, and take what is no number along.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count} weights, from {first} to {last}, were not finite before that step already, and since gradients go backward it began"
                + $" in layer '{LayerOf(last)}': {advice}");
    }

    private static string LayerOf(string parameter) => parameter[..Math.Max(0, parameter.LastIndexOf('/'))];

    private static unsafe bool ImagesAreNumbers(RunContext context, in NetworkPass pass)
    {
        if (pass.Floats == null)
            return true;
        for (var image = 0; image < pass.Count; image++)
        {
            var values = new ReadOnlySpan<float>(pass.Floats + ((long)image * context.Info.InputSize), context.Info.InputSize);
            if (FiniteValues.IndexOfOther(values) >= 0)
                return false;
        }

        return true;
    }
}
