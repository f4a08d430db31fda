using CnnGen.Import.Graph;

namespace CnnGen.Import.Onnx.Operators;

/// <summary>Convolutions, of images and of sequences.</summary>
internal static class Convolutions
{
    /// <summary>Conv: plain, in groups, and depthwise where each channel is a group.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Conv(OnnxNode node)
    {
        var input = node.Layers.Arranged(node, node.Data());
        var isSequence = input.Axes.Count == 2;
        var weights = Kernel(node, input);
        var (filters, groups, channels) = (weights.Shape[0], node.Int("group", 1), input.Map.Channels);
        if (groups < 1 || weights.Shape[1] * (long)groups != channels || filters % groups != 0)
            throw node.Refuse($"weights of {OnnxValue.Shown(weights.Shape)} in {groups} groups do not fit {channels} channels");
        var window = OnnxWindow.Read(node, input, weights.Shape[2..]);
        if (window.Dilations.Any(dilation => dilation > 1) && window.Strides.Any(stride => stride > 1))
            node.Report("it has dilations and strides, but may have one of them");
        var isSame = window.IsSame(input.Map);
        if (!isSame)
            input = OnnxWindow.Padded(node, input, window.Before, window.After);
        var isDepthwise = groups == channels && groups > 1;
        var layer = node.Layers.Add(node.Place, $"{(isDepthwise ? "Depthwise" : "")}Conv{(isSequence ? 1 : 2)}D", input);
        if (!isDepthwise)
            layer.Add($"{filters}");
        window.AddKernel(layer, isSequence);
        if (isDepthwise && filters != channels)
            layer.Set("DepthMultiplier", $"{filters / channels}");
        window.SetSteps(layer, isSequence, [1, 1]);
        if (isSame && !window.Kernel.All(extent => extent == 1))
            layer.Set("Padding", "Padding.Same");
        if (!isDepthwise && groups > 1)
            layer.Set("Groups", $"{groups}");
        // Output, input, rows, columns there; rows, columns, input, output here. Of a depthwise one outputs are inputs, each several times.
        int[] spatial = [.. Enumerable.Range(2, weights.Shape.Length - 2)];
        var kernel = weights.Transposed([.. spatial, 1, 0]);
        int[] shape = isDepthwise ? [.. kernel.Shape[..^2], channels, filters / channels] : kernel.Shape;
        node.Layers.SetWeights(layer, "kernel", shape, kernel.ToFloats());
        SetBias(node, layer, 2, filters);
        return OnnxActivation.Of(layer, window.Map(filters), OnnxActivation.Order(input.Axes.Count));
    }

    /// <summary>ConvTranspose, of images.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue ConvTranspose(OnnxNode node)
    {
        var input = node.Layers.Arranged(node, node.Data());
        var weights = Kernel(node, input);
        if (input.Axes.Count != 3)
            throw node.Refuse("it works on sequences, but there is none but of images");
        if (node.Int("group", 1) is not 1 and var groups)
            throw node.Refuse($"it has {groups} groups, but must have one");
        if (weights.Shape[0] != input.Map.Channels)
            throw node.Refuse($"weights of {OnnxValue.Shown(weights.Shape)} do not fit {input.Map.Channels} channels");
        int[] kernel = weights.Shape[2..];
        if (node.Ints("kernel_shape", kernel) is var given && !given.SequenceEqual(kernel))
            node.Report($"kernel_shape is {OnnxValue.Shown(given)}, but the weights are of a kernel of {OnnxValue.Shown(kernel)}");
        if (node.Ints("dilations", [1, 1]) is not [1, 1])
            node.Report("it has dilations, but may have none");
        var strides = node.Ints("strides", [1, 1]);
        var (before, after) = Cuts(node, input.Map, kernel, strides);
        // Where strides are larger than the kernel, Keras leaves a margin behind the last window, too.
        int[] full = [.. Enumerable.Range(0, 2).Select(i => checked((input.Map[i] - 1) * strides[i] + Math.Max(kernel[i], strides[i])))];
        int[] total = [.. kernel.Zip(strides, (extent, stride) => Math.Max(extent - stride, 0))];
        var isSame = before.Zip(total).All(pair => pair.First == pair.Second / 2)
            && after.Zip(total).All(pair => pair.First == pair.Second - pair.Second / 2);
        var layer = node.Layers.Add(node.Place, "Conv2DTranspose", input);
        layer.Add($"{weights.Shape[1]}");
        foreach (var extent in kernel.Distinct())
            layer.Add($"{extent}");
        if (strides[0] == strides[1] && strides[0] > 1)
            layer.Set("Strides", $"{strides[0]}");
        if (strides[0] != strides[1])
        {
            layer.Set("StrideHeight", $"{strides[0]}");
            layer.Set("StrideWidth", $"{strides[1]}");
        }

        var isPadded = isSame && total.Any(cut => cut > 0);
        if (isPadded)
            layer.Set("Padding", "Padding.Same");
        node.Layers.SetWeights(layer, "kernel", [.. kernel, weights.Shape[1], weights.Shape[0]], weights.Transposed(2, 3, 1, 0).ToFloats());
        // What windows do not reach is the bias alone, which is added behind such a margin then.
        int[] cuts = [.. before, .. after], margins = Array.ConvertAll(cuts, cut => Math.Max(-cut, 0));
        var isBiasLate = margins.Any(rows => rows > 0) && node.Has(2);
        if (isBiasLate)
            layer.Set("UseBias", "false");
        else
            SetBias(node, layer, 2, weights.Shape[1]);
        int[] sides = isPadded ? [input.Map.Height * strides[0], input.Map.Width * strides[1]] : full;
        var output = OnnxActivation.Of(layer, new(sides[0], sides[1], weights.Shape[1]), OnnxActivation.Order(3));
        if (isPadded)
            return output;
        cuts = Array.ConvertAll(cuts, cut => Math.Max(cut, 0));
        output = OnnxWindow.Padded(node, OnnxWindow.Cropped(node, output, cuts[..2], cuts[2..]), margins[..2], margins[2..]);
        return isBiasLate ? OnnxAffine.Add(node, output, [1], node.Numbers(2, weights.Shape[1])) : output;
    }

    /// <summary>
    /// Rows and columns to cut off what a layer without padding gives, before and behind; where they are negative, they are to be added.
    /// </summary>
    private static (int[] Before, int[] After) Cuts(OnnxNode node, OnnxMap map, int[] kernel, int[] strides)
    {
        if (kernel.Concat(strides).Any(value => value < 1))
            throw node.Refuse("a kernel or stride is below 1");
        var (pads, more) = (node.Ints("pads", [0, 0, 0, 0]), node.Ints("output_padding", [0, 0]));
        var (auto, shape) = (node.Word("auto_pad", "NOTSET"), node.Ints("output_shape"));
        if (shape is { Length: < 2 })
            throw node.Refuse($"output_shape is {OnnxValue.Shown(shape)}, but must have rows and columns");
        var (before, after) = (new int[2], new int[2]);
        for (var i = 0; i < 2; i++)
        {
            var full = checked((map[i] - 1) * strides[i] + kernel[i]);
            (before[i], after[i]) = (pads[i], pads[i + 2] - more[i]);
            if (auto is "SAME_UPPER" or "SAME_LOWER" || shape is not null)
            {
                var side = shape is null ? map[i] * strides[i] : shape[^(2 - i)];
                var cut = full + more[i] - side;
                // The larger half is in front, unless the file says that it is behind; what is missing is added behind.
                var (smaller, larger) = (Math.Max(cut, 0) / 2, Math.Max(cut, 0) - Math.Max(cut, 0) / 2);
                before[i] = auto == "SAME_UPPER" ? smaller : larger;
                after[i] = cut - before[i] - more[i];
            }
            else if (auto == "VALID")
            {
                (before[i], after[i]) = (0, -more[i]);
            }

            after[i] += Math.Max(kernel[i], strides[i]) - kernel[i];
        }

        return (before, after);
    }

    /// <summary>The bias, or that there is none.</summary>
    /// <param name="node">The node.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Which input it is.</param>
    /// <param name="count">How many numbers it must have.</param>
    private static void SetBias(OnnxNode node, ImportedLayer layer, int input, int count)
    {
        if (node.Has(input))
            node.Layers.SetWeights(layer, "bias", [count], node.Numbers(input, count));
        else
            layer.Set("UseBias", "false");
    }

    private static OnnxConstant Kernel(OnnxNode node, OnnxActivation input)
    {
        if (input.Axes.Count == 1)
            throw node.Refuse("it works on vectors, but must work on images or sequences");
        return node.Weights(1, input.Axes.Count + 1);
    }
}
