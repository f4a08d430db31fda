namespace CnnGen.Generator.Graph.Layers;

/// <summary>A feature map in another size: each pixel the nearest one of the input, or between those around it.</summary>
internal sealed record Resizing(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Interpolation Interpolation)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => new(
        AxisView.Scaled(InputShape.Height, OutputShape.Height, Interpolation),
        AxisView.Scaled(InputShape.Width, OutputShape.Width, Interpolation));

    /// <summary>(H, W, C) to (height, width, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (height, width) = (layer.Positive("Height"), layer.Positive("Width"));
        var interpolation = layer.Enum("Interpolation", Interpolation.Bilinear);
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Map(height, width, null), null);
        return layer.Finish(PartialShape.Map(height, width, layer.Input.Channels), "Height", (input, output) => new Resizing(
            layer.Index, layer.Name, layer.Inputs, input, output, interpolation!.Value));
    }
}
