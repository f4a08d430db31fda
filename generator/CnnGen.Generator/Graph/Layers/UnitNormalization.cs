namespace CnnGen.Generator.Graph.Layers;

/// <summary>What lies along some axes, divided by its length: by default the channels of each pixel.</summary>
internal sealed record UnitNormalization(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public EquatableArray<int> Axes { get; init; } = LayerAxes.Last;

    public override Window? ReceptiveWindow => LayerAxes.WindowOf(InputShape, Axes);

    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var axes = LayerAxes.Read(layer);
        return layer.Finish(
            layer.Input, null,
            (input, output) => new UnitNormalization(layer.Index, layer.Name, layer.Inputs, input, output) { Axes = axes });
    }
}
