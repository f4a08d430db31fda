namespace CnnGen.Generator.Graph.Layers;

/// <summary>Zeros before and behind a sequence.</summary>
internal sealed record ZeroPadding1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (left + L + right, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (left, right) = (layer.Count("Left", fallback: 1), layer.Count("Right", fallback: 1));
        if (!layer.CheckSequence())
            return new(PartialShape.Unknown, null);
        var length = (long?)layer.Input.Width + left + right;
        if (length is { } steps && layer.Input.Channels is { } channels
            && !layer.CheckSize("an output of shape", "Left", $"{steps}, {channels}", Sizes.Product(steps, channels)))
        {
            return new(PartialShape.Unknown, null);
        }

        // What is too large for an int is reported as soon as all extents are known.
        var padded = PartialShape.Map(1, length <= int.MaxValue ? (int)length : null, layer.Input.Channels);
        return layer.Finish(padded, null, (input, output) => new ZeroPadding1D(new ZeroPadding2D(
            layer.Index, layer.Name, layer.Inputs, input, output, new Sides(0, 0, left!.Value, right!.Value))));
    }
}
