namespace CnnGen.Generator.Graph.Layers;

/// <summary>A feature map as a vector, in row, column, channel order.</summary>
internal sealed record Flatten(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
