namespace CnnGen.Generator.Graph.Layers;

/// <summary>The mean of all.</summary>
internal sealed record Average(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Merge(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape of the largest.</summary>
    public static LayerOutcome Infer(LayerReader layer) => InferElementWise(
        layer, (input, output) => new Average(layer.Index, layer.Name, layer.Inputs, input, output));
}
