namespace CnnGen.Import.Onnx.Operators;

/// <summary>Parts of a tensor, and zeros around it.</summary>
internal static class Slices
{
    /// <summary>Slice.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Slice(OnnxNode node)
    {
        var input = node.Data();
        var (starts, ends) = (node.Ints("starts", 1), node.Ints("ends", 2));
        if (starts is null || ends is null || starts.Length != ends.Length)
            throw node.Refuse("it has no starts, or other ends than starts");
        int[] axes = node.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = node.Ints("steps", 4) ?? [.. starts.Select(_ => 1)];
        if (axes.Length != starts.Length || steps.Length != starts.Length)
            throw node.Refuse("it has other axes or steps than starts");
        var output = input;
        for (var i = 0; i < axes.Length; i++)
        {
            if (axes[i] == 0 && starts[i] == 0 && ends[i] == int.MaxValue && steps[i] == 1)
                continue;
            var axis = OnnxAxes.Read(node, input.Axes.Count, axes[i]);
            var extent = output.Extents[axis];
            if (steps[i] < 1)
                throw node.Refuse($"a step is {steps[i]}, but must be at least 1");
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + extent : starts[i], 0, extent);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + extent : ends[i], 0, extent);
            if (end <= start)
                throw node.Refuse($"nothing is left of axis {axes[i]}");
            output = Every(node, Part(node, output, axis, start, end), axis, steps[i]);
        }

        return output;
    }

    /// <summary>Split.</summary>
    /// <param name="node">The node.</param>
    public static IReadOnlyList<OnnxValue> Split(OnnxNode node)
    {
        var input = node.Data();
        var axis = OnnxAxes.Read(node, input.Axes.Count, node.Int("axis", 0));
        var extent = input.Extents[axis];
        var count = node.Int("num_outputs", node.OutputCount);
        if (count < 1 || count > extent)
            throw node.Refuse($"it has {count} outputs of an axis of {extent}");
        // The last part is the smaller one where they cannot be equal.
        var size = (extent + count - 1) / count;
        int[] sizes = node.Ints("split", 1) ?? [.. Enumerable.Range(0, count).Select(i => Math.Min(size, extent - i * size))];
        if (sizes.Length != node.OutputCount || sizes.Any(part => part < 1) || sizes.Sum(part => (long)part) != extent)
            throw node.Refuse($"its parts are {OnnxValue.Shown(sizes)}, but must be {node.OutputCount}, of {extent} together");
        var (parts, start) = (new List<OnnxValue>(), 0);
        foreach (var part in sizes)
        {
            parts.Add(Part(node, input, axis, start, start + part));
            start += part;
        }

        return parts;
    }

    /// <summary>Pad with zeros, and cut where it is negative.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue Pad(OnnxNode node)
    {
        var input = node.Layers.Arranged(node, node.Data());
        var rank = input.Axes.Count;
        if (node.Word("mode", "constant") is not "constant" and var mode)
            node.Report($"mode is {mode}, but must be constant");
        var value = node.HasAttribute("value") ? node.Float("value", 0) : node.Has(2) ? node.Numbers(2, 1)[0] : 0;
        if (value != 0)
            node.Report($"it pads with {value}, but may pad with 0 alone");
        var pads = node.Ints("pads", 1) ?? throw node.Refuse("it has no pads");
        int[] axes = node.Ints("axes", 3) ?? [.. Enumerable.Range(0, rank + 1)];
        if (pads.Length != 2 * axes.Length)
            throw node.Refuse($"its pads are {OnnxValue.Shown(pads)}, but must be {2 * axes.Length} numbers");
        var (before, after) = (new int[2], new int[2]);
        for (var i = 0; i < axes.Length; i++)
        {
            var (front, behind) = (pads[i], pads[i + axes.Length]);
            if (front == 0 && behind == 0)
                continue;
            var axis = OnnxAxes.Read(node, rank, axes[i]);
            if (axis == 0)
                throw node.Refuse("it pads channels, but may pad rows and columns alone");
            var side = axis + 2 - rank;
            (before[side], after[side]) = (front, behind);
        }

        input = OnnxWindow.Cropped(node, input, [.. before.Select(pad => Math.Max(-pad, 0))], [.. after.Select(pad => Math.Max(-pad, 0))]);
        return OnnxWindow.Padded(node, input, [.. before.Select(pad => Math.Max(pad, 0))], [.. after.Select(pad => Math.Max(pad, 0))]);
    }

    /// <summary>A part of an axis; of channels it is cut off rows, to which they are moved.</summary>
    private static OnnxActivation Part(OnnxNode node, OnnxActivation input, int axis, int start, int end)
    {
        var extent = input.Extents[axis];
        if (start == 0 && end == extent)
            return input;
        var rank = input.Axes.Count;
        if (axis > 0)
        {
            input = node.Layers.Arranged(node, input);
            var side = axis + 2 - rank;
            int[] before = [0, 0], after = [0, 0];
            (before[side], after[side]) = (start, extent - end);
            return OnnxWindow.Cropped(node, input, before, after);
        }

        int[][] moved = rank switch
        {
            1 => [[OnnxActivation.Rows]],
            2 => [[OnnxActivation.Rows], [OnnxActivation.Columns]],
            _ => [[OnnxActivation.Rows], [OnnxActivation.Columns], [OnnxActivation.Channels]],
        };
        var rows = node.Layers.Arranged(node, input, moved);
        var image = OnnxActivation.Of(rows.Layer, rows.Map, OnnxActivation.Order(3));
        var part = OnnxWindow.Cropped(node, image, [start, 0], [extent - end, 0]);
        return node.Layers.Arranged(node, OnnxActivation.Of(part.Layer, part.Map, moved));
    }

    /// <summary>Each so many elements of an axis of pixels: a pool of single ones.</summary>
    private static OnnxActivation Every(OnnxNode node, OnnxActivation input, int axis, int step)
    {
        if (step == 1)
            return input;
        input = node.Layers.Arranged(node, input);
        if (axis == 0)
            throw node.Refuse($"a step of channels is {step}, but must be 1");
        int[] strides = [1, 1];
        strides[axis + 2 - input.Axes.Count] = step;
        int[] outputs = [(input.Map.Height + strides[0] - 1) / strides[0], (input.Map.Width + strides[1] - 1) / strides[1]];
        var window = new OnnxWindow([1, 1], strides, [1, 1], [0, 0], [0, 0], outputs);
        return Pools.Add(node, "MaxPool", input, window);
    }
}
