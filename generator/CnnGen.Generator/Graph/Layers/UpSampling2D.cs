namespace CnnGen.Generator.Graph.Layers;

/// <summary>Rows and columns repeated, or interpolated.</summary>
internal sealed record UpSampling2D(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Interpolation Interpolation)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>Output rows for each row.</summary>
    public int Rows => OutputShape.Height / InputShape.Height;

    /// <summary>Output columns for each column.</summary>
    public int Columns => OutputShape.Width / InputShape.Width;

    public override LayerView View => new(
        AxisView.Scaled(InputShape.Height, OutputShape.Height, Interpolation),
        AxisView.Scaled(InputShape.Width, OutputShape.Width, Interpolation));

    /// <summary>(H, W, C) to (H * height, W * width, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var height = layer.Positive("Height", defaultName: null, fallback: 2);
        var width = layer.Positive("Width", defaultName: null, fallback: 2);
        var interpolation = layer.Enum("Interpolation", Interpolation.Nearest);
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Unknown, null);
        var (rows, columns) = ((long?)layer.Input.Height * height, (long?)layer.Input.Width * width);
        if (rows is { } r && columns is { } c && layer.Input.Channels is { } channels
            && !layer.CheckSize("an output of shape", "Height", $"{r}, {c}, {channels}", Sizes.Product(r, c, channels)))
        {
            return new(PartialShape.Unknown, null);
        }

        // What is too large for an int is reported as soon as all extents are known.
        var output = PartialShape.Map(
            rows <= int.MaxValue ? (int)rows : null, columns <= int.MaxValue ? (int)columns : null, layer.Input.Channels);
        return layer.Finish(output, null, (input, output) => new UpSampling2D(
            layer.Index, layer.Name, layer.Inputs, input, output, interpolation!.Value));
    }
}
