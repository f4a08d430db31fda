namespace CnnGen.Generator.Graph.Layers;

/// <summary>Maximum over groups of neighbouring channels.</summary>
internal sealed record DepthMaxPool(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, int PoolSize)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
