namespace CnnGen.Generator.Graph.Layers;

/// <summary>The channels of each pixel, divided by their length.</summary>
internal sealed record UnitNormalization(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape stays.</summary>
    public static LayerOutcome Infer(LayerReader layer) => layer.Finish(
        layer.Input, null, (input, output) => new UnitNormalization(layer.Index, layer.Name, layer.Inputs, input, output));
}
