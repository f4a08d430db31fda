namespace CnnGen.Generator.Graph.Layers;

/// <summary>The largest of all; of equal ones the first.</summary>
internal sealed record Maximum(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Merge(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape of the largest.</summary>
    public static LayerOutcome Infer(LayerReader layer) => InferElementWise(
        layer, (input, output) => new Maximum(layer.Index, layer.Name, layer.Inputs, input, output));
}
