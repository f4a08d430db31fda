namespace CnnGen.Import.Onnx.Operators;

/// <summary>Pools, over windows and over all pixels.</summary>
internal static class Pools
{
    /// <summary>MaxPool.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue MaxPool(OnnxNode node)
    {
        if (node.Int("storage_order", 0) is not 0 and var storage)
            node.Report($"storage_order is {storage}, but must be 0");
        var (input, window) = Window(node);
        if (window.IsValid || window.IsSame(input.Map))
            return Add(node, "MaxPool", input, window, isSame: !window.IsValid);
        // What lies outside is below every number; a zero is so only where none is negative.
        return Signs.IsNeverNegative(input.Layer, node.Layers)
            ? Add(node, "MaxPool", OnnxWindow.Padded(node, input, window.Before, window.After), window)
            : throw node.Refuse(
                $"its padding of {OnnxValue.Shown([.. window.Before, .. window.After])} is neither valid nor same, which is read only"
                + " behind layers that give no negative numbers, such as a relu: move the relu before the pool, or change the padding");
    }

    /// <summary>AveragePool.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue AveragePool(OnnxNode node)
    {
        var counts = node.Int("count_include_pad", 0) != 0;
        var (input, window) = Window(node);
        if (window.IsValid || (!counts && window.IsSame(input.Map)))
            return Add(node, "AveragePool", input, window, isSame: !window.IsValid);
        // With zeros around it the map is one without padding, whose windows all count the same.
        return counts && !window.IsBeyond
            ? Add(node, "AveragePool", OnnxWindow.Padded(node, input, window.Before, window.After), window)
            : throw node.Refuse(
                $"its padding of {OnnxValue.Shown([.. window.Before, .. window.After])} is neither valid nor same, and not counted: set"
                + " count_include_pad without ceil_mode, or change the padding");
    }

    /// <summary>GlobalAveragePool.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue GlobalAveragePool(OnnxNode node) => Global(node, "GlobalAveragePool");

    /// <summary>GlobalMaxPool.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue GlobalMaxPool(OnnxNode node) => Global(node, "GlobalMaxPool");

    /// <summary>ReduceMean over all pixels.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue ReduceMean(OnnxNode node) => Reduce(node, "GlobalAveragePool");

    /// <summary>ReduceMax over all pixels.</summary>
    /// <param name="node">The node.</param>
    public static OnnxValue ReduceMax(OnnxNode node) => Reduce(node, "GlobalMaxPool");

    private static (OnnxActivation Input, OnnxWindow Window) Window(OnnxNode node)
    {
        var input = node.Layers.Arranged(node, node.Data());
        if (input.Axes.Count == 1)
            throw node.Refuse("it works on vectors, but must work on images or sequences");
        var kernel = node.Ints("kernel_shape");
        if (kernel?.Length != input.Axes.Count - 1)
            throw node.Refuse($"kernel_shape must have {input.Axes.Count - 1} numbers");
        var window = OnnxWindow.Read(node, input, kernel);
        return window.Dilations is [1, 1] ? (input, window) : throw node.Refuse("it has dilations, but may have none");
    }

    /// <summary>A pool, of a map that is padded already where it must be and the pool does not pad it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="kind">The attribute, without its dimensions.</param>
    /// <param name="input">The map.</param>
    /// <param name="window">Its window.</param>
    /// <param name="isSame">Whether the pool pads it, as Keras' <c>same</c> does.</param>
    public static OnnxActivation Add(OnnxNode node, string kind, OnnxActivation input, OnnxWindow window, bool isSame = false)
    {
        var isSequence = input.Axes.Count == 2;
        var layer = node.Layers.Add(node.Place, $"{kind}{(isSequence ? 1 : 2)}D", input);
        window.AddKernel(layer, isSequence);
        window.SetSteps(layer, isSequence, window.Kernel);
        if (isSame)
            layer.Set("Padding", "Padding.Same");
        return OnnxActivation.Of(layer, window.Map(input.Map.Channels), OnnxActivation.Order(input.Axes.Count));
    }

    private static OnnxActivation Global(OnnxNode node, string kind)
    {
        var input = node.Layers.Arranged(node, node.Data());
        if (input.Axes.Count == 1)
            throw node.Refuse("it works on vectors, but must work on images or sequences");
        var layer = node.Layers.Add(node.Place, $"{kind}{input.Axes.Count - 1}D", input);
        return new(layer, OnnxMap.Vector(input.Map.Channels),
        [
            new(input.Map.Channels, input.Map.Channels > 1 ? [OnnxActivation.Channels] : []),
            .. input.Axes.Skip(1).Select(_ => new OnnxAxis(1, [])),
        ]);
    }

    private static OnnxActivation Reduce(OnnxNode node, string kind)
    {
        var input = node.Data();
        var reduced = OnnxAxes.Read(node, input.Axes.Count, node.Ints("axes", 1)).ToHashSet();
        if (node.Int("noop_with_empty_axes", 0) != 0 && reduced.Count == 0)
            return input;
        var keeps = node.Int("keepdims", 1) != 0;
        // Pixels are rows and columns of the layer, wherever the file has them.
        int[] parts = [.. reduced.SelectMany(axis => input.Axes[axis].Parts)];
        int[] pixels = [.. ((int[])[OnnxActivation.Rows, OnnxActivation.Columns]).Where(part => input.Map[part] > 1)];
        if (reduced.Count == 0 || reduced.Count == input.Axes.Count || input.IsVector || !parts.Order().SequenceEqual(pixels))
        {
            throw node.Refuse(
                $"it reduces axes {OnnxValue.Shown(reduced.Order().Select(axis => axis + 1))} of"
                + $" {OnnxValue.Shown([OnnxValue.Batch, .. input.Extents])}, but may reduce all pixels of an image or sequence alone");
        }

        var layer = node.Layers.Add(node.Place, $"{kind}{(input.Map.Height == 1 && input.Axes.Count == 2 ? 1 : 2)}D", input);
        var axes = input.Axes.Select((axis, i) => reduced.Contains(i) ? new OnnxAxis(1, []) : axis);
        return new(layer, OnnxMap.Vector(input.Map.Channels), [.. axes.Where((_, i) => keeps || !reduced.Contains(i))]);
    }
}
