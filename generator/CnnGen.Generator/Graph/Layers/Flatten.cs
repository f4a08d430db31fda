namespace CnnGen.Generator.Graph.Layers;

/// <summary>A feature map as a vector, in row, column, channel order.</summary>
internal sealed record Flatten(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => LayerView.All(InputShape);

    /// <summary>(H, W, C) to (H * W * C); a vector stays as it is.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        // No tensor before it is larger than an int can count, or its size is open.
        var units = layer.Input.Size is { } size ? (int?)size : null;
        return layer.Finish(
            PartialShape.Flat(units), null, (input, output) => new Flatten(layer.Index, layer.Name, layer.Inputs, input, output));
    }
}
