namespace CnnGen.Generator.Graph.Layers;

/// <summary>The image as the caller gives it.</summary>
internal sealed record Input(Shape Shape)
    : Layer(0, "input", EquatableArray<int>.Empty, Shape, Shape)
{
    /// <summary>Three positive extents, or the two of a sequence; stands first.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var output = layer.States("Length")
            ? PartialShape.Map(1, layer.Positive("Length"), layer.Positive("Channels")) with { IsOfSequences = true }
            : PartialShape.Map(layer.Positive("Height"), layer.Positive("Width"), layer.Positive("Channels"));
        return layer.Finish(output, null, (_, shape) => new Input(shape) { Name = layer.Name }, output);
    }
}
