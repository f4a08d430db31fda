using CnnGen.Import.Graph;

namespace CnnGen.Import.Onnx;

/// <summary>
/// The window of a convolution or pool: rows and columns of each number. Of a sequence it is one row high.
/// </summary>
/// <param name="Kernel">Its extents.</param>
/// <param name="Strides">Steps from one to the next.</param>
/// <param name="Dilations">Steps within it.</param>
/// <param name="Before">Rows above and columns to the left of the map.</param>
/// <param name="After">Rows below and columns to the right of it that windows reach into: padding that no window reaches is none.</param>
/// <param name="Outputs">How many windows there are.</param>
internal sealed record OnnxWindow(int[] Kernel, int[] Strides, int[] Dilations, int[] Before, int[] After, int[] Outputs)
{
    /// <summary>Whether windows stay within the map.</summary>
    public bool IsValid => Before is [0, 0] && After is [0, 0];

    /// <summary>Whether a window reaches beyond the padding that the file asks for, as it may where sizes are rounded up.</summary>
    public bool IsBeyond { get; private init; }

    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">What it reads, in the usual order.</param>
    /// <param name="kernel">The extents of the window.</param>
    public static OnnxWindow Read(OnnxNode node, OnnxActivation input, int[] kernel)
    {
        var axes = kernel.Length;
        int[] ones = [.. Enumerable.Repeat(1, axes)];
        int[] sides = [input.Map.Height, input.Map.Width];
        if (node.Ints("kernel_shape", kernel) is var shape && !shape.SequenceEqual(kernel))
            node.Report($"kernel_shape is {OnnxValue.Shown(shape)}, but the weights are of a kernel of {OnnxValue.Shown(kernel)}");
        kernel = Rows(kernel, 1);
        var (strides, dilations) = (Rows(node.Ints("strides", ones), 1), Rows(node.Ints("dilations", ones), 1));
        if (kernel.Concat(strides).Concat(dilations).Any(value => value < 1))
            throw node.Refuse("a kernel, stride or dilation is below 1");
        var pads = node.Ints("pads", [.. Enumerable.Repeat(0, 2 * axes)]);
        if (pads.Any(pad => pad < 0))
            throw node.Refuse($"pads are {OnnxValue.Shown(pads)}, but must not be negative");
        var (before, after) = (Rows(pads[..axes], 0), Rows(pads[axes..], 0));
        var (auto, isCeiling) = (node.Word("auto_pad", "NOTSET"), node.Int("ceil_mode", 0) != 0);
        var (outputs, isBeyond) = (new int[2], false);
        for (var axis = 0; axis < 2; axis++)
        {
            var (side, stride, extent) = (sides[axis], strides[axis], checked((kernel[axis] - 1) * dilations[axis] + 1));
            if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                outputs[axis] = (side + stride - 1) / stride;
                var total = Math.Max(checked((outputs[axis] - 1) * stride + extent - side), 0);
                before[axis] = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
                after[axis] = total - before[axis];
                continue;
            }

            if (auto == "VALID")
                before[axis] = after[axis] = 0;
            else if (auto != "NOTSET")
                throw node.Refuse($"auto_pad is {auto}, but must be NOTSET, SAME_UPPER, SAME_LOWER or VALID");
            var room = checked(side + before[axis] + after[axis] - extent);
            if (room < 0)
                throw node.Refuse($"its window of {extent} is larger than the map of {side}, with padding");
            outputs[axis] = (isCeiling ? (room + stride - 1) / stride : room / stride) + 1;
            // No window begins in the padding behind the map.
            if (isCeiling && (outputs[axis] - 1) * stride >= side + before[axis])
                outputs[axis]--;
            var reached = Math.Max((outputs[axis] - 1) * stride + extent - side - before[axis], 0);
            isBeyond |= reached > after[axis];
            after[axis] = reached;
        }

        return new(kernel, strides, dilations, before, after, outputs) { IsBeyond = isBeyond };
    }

    /// <summary>Whether the padding is Keras' <c>same</c>.</summary>
    /// <param name="map">What it is on.</param>
    public bool IsSame(OnnxMap map)
    {
        for (var axis = 0; axis < 2; axis++)
        {
            var (side, stride) = (map[axis], Strides[axis]);
            var outputs = (side + stride - 1) / stride;
            var total = Math.Max((outputs - 1) * stride + (Kernel[axis] - 1) * Dilations[axis] + 1 - side, 0);
            if (Outputs[axis] != outputs || Before[axis] != total / 2 || After[axis] != total - total / 2)
                return false;
        }

        return true;
    }

    /// <summary>What comes of it.</summary>
    /// <param name="channels">Its channels.</param>
    public OnnxMap Map(int channels) => new(Outputs[0], Outputs[1], channels);

    /// <summary>Zeros around a map, in a layer of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The map.</param>
    /// <param name="before">Rows above, columns to the left; none negative.</param>
    /// <param name="after">Rows below, columns to the right; none negative.</param>
    public static OnnxActivation Padded(OnnxNode node, OnnxActivation input, int[] before, int[] after) =>
        Sided(node, input, "ZeroPadding", before, after, 1);

    /// <summary>A map without some of its rows and columns, in a layer of its own.</summary>
    /// <param name="node">The node.</param>
    /// <param name="input">The map.</param>
    /// <param name="before">Rows above, columns to the left; none negative.</param>
    /// <param name="after">Rows below, columns to the right; none negative.</param>
    public static OnnxActivation Cropped(OnnxNode node, OnnxActivation input, int[] before, int[] after) =>
        Sided(node, input, "Cropping", before, after, -1);

    /// <summary>Sets strides and, where they are several, dilations of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="isSequence">Whether it is one of sequences.</param>
    /// <param name="strides">The strides that it has without the property.</param>
    public void SetSteps(ImportedLayer layer, bool isSequence, int[] strides)
    {
        Set("Strides", "StrideHeight", "StrideWidth", Strides, strides);
        Set("Dilation", "DilationHeight", "DilationWidth", Dilations, [1, 1]);

        void Set(string both, string rows, string columns, int[] values, int[] otherwise)
        {
            if (isSequence ? values[1] == otherwise[1] : values.SequenceEqual(otherwise))
                return;
            if (isSequence || values[0] == values[1])
            {
                layer.Set(both, $"{values[1]}");
                return;
            }

            layer.Set(rows, $"{values[0]}");
            layer.Set(columns, $"{values[1]}");
        }
    }

    /// <summary>Adds the window's extents to the constructor's arguments: one where it is square or of a sequence.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="isSequence">Whether it is one of sequences.</param>
    public void AddKernel(ImportedLayer layer, bool isSequence)
    {
        if (!isSequence && Kernel[0] != Kernel[1])
            layer.Add($"{Kernel[0]}");
        layer.Add($"{Kernel[1]}");
    }

    private static OnnxActivation Sided(OnnxNode node, OnnxActivation input, string kind, int[] before, int[] after, int sign)
    {
        if (before is [0, 0] && after is [0, 0])
            return input;
        var map = input.Map;
        var sides = new OnnxMap(
            checked(map.Height + sign * (before[0] + after[0])), checked(map.Width + sign * (before[1] + after[1])), map.Channels);
        if (sides.Height < 1 || sides.Width < 1)
            throw node.Refuse($"nothing is left of a map of {map.Height} x {map.Width}");
        var isSequence = input.Axes.Count == 2;
        var layer = node.Layers.Add(node.Place, $"{kind}{(isSequence ? 1 : 2)}D", input);
        int[] arguments = isSequence ? before[1] == after[1] ? [before[1]] : [before[1], after[1]]
            : !before.SequenceEqual(after) ? [before[0], after[0], before[1], after[1]]
            : before[0] == before[1] ? [before[0]] : before;
        foreach (var argument in arguments)
            layer.Add($"{argument}");
        return OnnxActivation.Of(layer, sides, OnnxActivation.Order(input.Axes.Count));
    }

    /// <summary>Numbers of rows and columns; of a sequence the first stands for rows.</summary>
    private static int[] Rows(int[] values, int first) => values.Length == 1 ? [first, values[0]] : [.. values];
}
