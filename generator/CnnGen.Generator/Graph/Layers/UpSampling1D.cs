namespace CnnGen.Generator.Graph.Layers;

/// <summary>Steps of a sequence repeated.</summary>
internal sealed record UpSampling1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L * size, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var size = layer.Positive("Size", defaultName: null, fallback: 2);
        if (!layer.CheckSequence())
            return new(PartialShape.Unknown, null);
        var length = (long?)layer.Input.Width * size;
        if (length is { } steps && layer.Input.Channels is { } channels
            && !layer.CheckSize("an output of shape", "Size", $"{steps}, {channels}", Sizes.Product(steps, channels)))
        {
            return new(PartialShape.Unknown, null);
        }

        // What is too large for an int is reported as soon as all extents are known.
        var repeated = PartialShape.Map(1, length <= int.MaxValue ? (int)length : null, layer.Input.Channels);
        return layer.Finish(repeated, null, (input, output) => new UpSampling1D(new UpSampling2D(
            layer.Index, layer.Name, layer.Inputs, input, output, Interpolation.Nearest)));
    }
}
