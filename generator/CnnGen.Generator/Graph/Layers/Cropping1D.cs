namespace CnnGen.Generator.Graph.Layers;

/// <summary>A sequence without some of its beginning and end.</summary>
internal sealed record Cropping1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L - left - right, C); something has to be left.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (left, right) = (layer.Count("Left", fallback: 1), layer.Count("Right", fallback: 1));
        if (!layer.CheckSequence() || left is not { } before || right is not { } after)
            return new(PartialShape.Map(1, null, layer.Input.Channels), null);
        var length = Cropping2D.Left(layer, layer.Input.Width, "Left", before, "Right", after, "steps");
        return layer.Finish(PartialShape.Map(1, length, layer.Input.Channels), null, (input, output) => new Cropping1D(new Cropping2D(
            layer.Index, layer.Name, layer.Inputs, input, output, new Sides(0, 0, before, after))));
    }
}
