namespace CnnGen.Generator.Graph.Layers;

/// <summary>The image as the caller gives it.</summary>
internal sealed record Input(Shape Shape)
    : Layer(0, "input", EquatableArray<int>.Empty, Shape, Shape);
