using CnnGen.Import.Graph;
using static CnnGen.Import.Writing.CSharp;

namespace CnnGen.Import.Onnx;

/// <summary>
/// y = scale x + offset with constants, one for all or one for each channel: one layer for several in a row, a bias where it is one.
/// </summary>
internal static class OnnxAffine
{
    // The variance that with Keras' epsilon makes 1.
    private const float Variance = 1 - 1e-3f;

    /// <summary>Adds it behind a tensor.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The tensor; of numbers for each channel in an order in which channels are one axis.</param>
    /// <param name="scale">One number, or one for each channel.</param>
    /// <param name="offset">One number, or one for each channel.</param>
    /// <param name="isAlone">Whether the node is the only reader of the tensor.</param>
    public static OnnxActivation Add(OnnxNode node, OnnxActivation input, float[] scale, float[] offset, bool isAlone = false)
    {
        var channels = input.Map.Channels;
        if (isAlone && scale is [1] && OnnxLayers.HasBiasAndActivation(input.Layer) && input.Layer["Activation"] is null
            && input.Layer["UseBias"] is not null)
        {
            input.Layer.Unset("UseBias");
            node.Layers.SetWeights(input.Layer, "bias", [channels], Each(offset, channels));
            return input;
        }

        if (isAlone && input.Layer.Affine is { } before)
        {
            input.Layer.Affine = (Combined(scale, before.Scale, null), Combined(scale, before.Offset, offset));
            return input;
        }

        var layer = node.Layers.Add(node.Place, "Rescaling", input);
        layer.Affine = (scale, offset);
        return input.With(layer);
    }

    /// <summary>Decides what each becomes, when all are known.</summary>
    /// <param name="layers">The layers.</param>
    public static void Finish(OnnxLayers layers)
    {
        foreach (var layer in layers.All.Where(layer => layer.Affine is not null))
        {
            var (scale, offset) = layer.Affine!.Value;
            if (scale is [var factor] && offset is [var summand])
            {
                layer.Add(Text(factor));
                if (summand != 0)
                    layer.Add(Text(summand));
                continue;
            }

            var channels = Math.Max(scale.Length, offset.Length);
            (scale, offset) = (Each(scale, channels), Each(offset, channels));
            var isFirst = layers.All.First(each => each.FileName == layer.Inputs[0]).Kind == "Input";
            if (isFirst && scale.All(value => value > 0))
            {
                // (x - mean) / sqrt(variance).
                layers.Rename(layer, "Normalization");
                layer.Add("NormalizationAxis.Channel");
                layers.SetWeights(layer, "mean", [channels], [.. scale.Zip(offset, (factor, summand) => -summand / factor)]);
                layers.SetWeights(layer, "variance", [channels], [.. scale.Select(factor => 1 / (factor * factor))]);
                layer.IsFrozen = false;
                continue;
            }

            // A normalization whose statistics do nothing, and stay as they are; in prediction it goes into the convolution before it.
            layers.Rename(layer, "BatchNormalization");
            layers.SetWeights(layer, "gamma", [channels], scale);
            layers.SetWeights(layer, "beta", [channels], offset);
            layers.SetWeights(layer, "moving_mean", [channels], new float[channels]);
            layers.SetWeights(layer, "moving_variance", [channels], [.. Enumerable.Repeat(Variance, channels)]);
            layer.IsFrozen = true;
        }
    }

    private static float[] Each(float[] values, int count) => values.Length == count ? values : [.. Enumerable.Repeat(values[0], count)];

    /// <summary>factor * value + summand, of one number or of each channel.</summary>
    private static float[] Combined(float[] factors, float[] values, float[]? summands)
    {
        var count = Math.Max(Math.Max(factors.Length, values.Length), summands?.Length ?? 1);
        var (factor, value, summand) = (Each(factors, count), Each(values, count), Each(summands ?? [0], count));
        return [.. Enumerable.Range(0, count).Select(i => factor[i] * value[i] + summand[i])];
    }
}
