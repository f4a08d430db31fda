namespace CnnGen.Generator.Graph.Layers;

/// <summary>The image as the caller gives it.</summary>
internal sealed record Input(Shape Shape)
    : Layer(0, "input", EquatableArray<int>.Empty, Shape, Shape)
{
    /// <summary>Three positive extents; stands first.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var output = PartialShape.Map(layer.Positive("Height"), layer.Positive("Width"), layer.Positive("Channels"));
        return layer.Finish(output, null, (_, shape) => new Input(shape) { Name = layer.Name }, output);
    }
}
