namespace CnnGen.Generator.Graph.Layers;

/// <summary>An activation as a layer of its own.</summary>
internal sealed record Activation(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, ActivationFunction Function)
    : Layer(Index, Name, Inputs, InputShape, OutputShape);
