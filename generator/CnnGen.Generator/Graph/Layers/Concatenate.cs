namespace CnnGen.Generator.Graph.Layers;

/// <summary>The channels of all, side by side.</summary>
internal sealed record Concatenate(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Merge(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>(H, W, C1), (H, W, C2) ... to (H, W, C1 + C2 + ...).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        if (!HasOthers(layer))
            return new(PartialShape.Unknown, null);
        var shapes = layer.Sources.Select(source => source.Shape).ToList();
        if (shapes.Any(shape => shape.Known is null))
            return layer.Finish(PartialShape.Unknown, null, (_, _) => throw new InvalidOperationException("A shape is not known."));
        var first = shapes[0].Known!.Value;
        if (shapes.Any(shape => (shape.Height, shape.Width, shape.IsFlat) != (first.Height, first.Width, first.IsFlat)))
        {
            ReportShapes(layer, "their rows and columns must be equal");
            return new(PartialShape.Unknown, null);
        }

        var channels = shapes.Sum(shape => (long)shape.Channels!.Value);
        if (!layer.CheckSize("an output of shape", null, $"{first.Height}, {first.Width}, {channels}",
            Sizes.Product(first.Height, first.Width, channels)))
        {
            return new(PartialShape.Unknown, null);
        }

        return layer.Finish(new PartialShape(first.Height, first.Width, (int)channels, first.IsFlat), null, (input, output) =>
            new Concatenate(layer.Index, layer.Name, layer.Inputs, input, output));
    }
}
