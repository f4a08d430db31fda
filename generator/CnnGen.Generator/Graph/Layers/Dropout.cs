namespace CnnGen.Generator.Graph.Layers;

/// <summary>Inverted dropout; the identity in prediction.</summary>
internal sealed record Dropout(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Rate)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
