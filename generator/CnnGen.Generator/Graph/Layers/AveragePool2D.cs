namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean over a sliding window, padding not counted.</summary>
internal sealed record AveragePool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, Window Window)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override Window? ReceptiveWindow => Window;

    public override LayerTraits Traits => new() { Window = Window };

    /// <summary>(H, W, C) to (H', W', C); see <see cref="WindowAxis"/> for H' and W'. Strides default to the pool size.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var height = layer.Positive("PoolHeight", defaultName: null, WindowRule.DefaultPoolSize);
        var width = layer.Positive("PoolWidth", defaultName: null, WindowRule.DefaultPoolSize);
        var (window, rows, columns) = WindowRule.Infer(layer, "Pool", height, width, strideDefault: null, height, width);
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);
        return layer.Finish(PartialShape.Map(rows, columns, layer.Input.Channels), null, (input, output) => new AveragePool2D(
            layer.Index, layer.Name, layer.Inputs, input, output, window!.Value));
    }
}
