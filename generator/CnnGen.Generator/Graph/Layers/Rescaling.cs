namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = x * scale + offset.</summary>
internal sealed record Rescaling(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Scale, double Offset)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
