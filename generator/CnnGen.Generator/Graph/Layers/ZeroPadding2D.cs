namespace CnnGen.Generator.Graph.Layers;

/// <summary>Zeros around a feature map.</summary>
internal sealed record ZeroPadding2D(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Sides Padding)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => new() { AddsZeros = true };

    public override LayerView View => new(AxisView.Shifted(-Padding.Top), AxisView.Shifted(-Padding.Left));

    /// <summary>(H, W, C) to (top + H + bottom, left + W + right, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var sides = ReadSides(layer, fallback: 1);
        if (!layer.CheckFeatureMap() || sides is not { } padding)
            return new(PartialShape.Map(null, null, layer.Input.Channels), null);
        var (height, width) = (Sum(layer.Input.Height, padding.Top, padding.Bottom), Sum(layer.Input.Width, padding.Left, padding.Right));
        if (height is { } rows && width is { } columns && layer.Input.Channels is { } channels
            && !layer.CheckSize("an output of shape", "Top", $"{rows}, {columns}, {channels}", Sizes.Product(rows, columns, channels)))
        {
            return new(PartialShape.Unknown, null);
        }

        // What is too large for an int is reported as soon as all extents are known.
        var padded = PartialShape.Map(
            height <= int.MaxValue ? (int)height : null, width <= int.MaxValue ? (int)width : null, layer.Input.Channels);
        return layer.Finish(padded, null, (input, output) =>
            new ZeroPadding2D(layer.Index, layer.Name, layer.Inputs, input, output, padding));

        static long? Sum(int? extent, int before, int after) => extent is { } inside ? (long)inside + before + after : null;
    }

    /// <summary>
    /// Rows and columns on the four sides; null where one is negative or missing. One number may be all of them, so the first error is all
    /// that is reported.
    /// </summary>
    public static Sides? ReadSides(LayerReader layer, int? fallback) =>
        layer.Count("Top", fallback) is { } top && layer.Count("Bottom", fallback) is { } bottom
            && layer.Count("Left", fallback) is { } left && layer.Count("Right", fallback) is { } right
            ? new Sides(top, bottom, left, right)
            : null;
}
