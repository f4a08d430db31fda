namespace CnnGen.Generator.Graph.Layers;

/// <summary>The smallest of all; of equal ones the first.</summary>
internal sealed record Minimum(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Merge(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape of the largest.</summary>
    public static LayerOutcome Infer(LayerReader layer) => InferElementWise(
        layer, (input, output) => new Minimum(layer.Index, layer.Name, layer.Inputs, input, output));
}
