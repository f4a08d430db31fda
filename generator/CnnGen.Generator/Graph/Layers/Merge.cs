using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>What layers share that join several others.</summary>
internal abstract record Merge(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>An activation behind it that it applies itself; only lowering gives it one.</summary>
    public ActivationFunction Activation { get; init; }

    public override ActivationFunction FusedActivation => Activation;

    /// <summary>Whether it names a layer to join; reports where it does not.</summary>
    protected static bool HasOthers(LayerReader layer)
    {
        if (layer.Sources.Count > 1)
            return true;
        layer.Report(DiagnosticIds.NothingToJoin, null, layer.Description, layer.Kind);
        return false;
    }

    /// <summary>
    /// Element by element: the extents of each axis are equal, or 1, which counts for all of it. A vector is a map of one pixel.
    /// </summary>
    protected static LayerOutcome InferElementWise(LayerReader layer, Func<Shape, Shape, Layer> create)
    {
        if (!HasOthers(layer))
            return new(PartialShape.Unknown, null);
        var shapes = layer.Sources.Select(source => source.Shape).ToList();
        if (shapes.Any(shape => shape.Known is null))
            return layer.Finish(PartialShape.Unknown, null, create);
        var joined = PartialShape.Map(
            shapes.Max(shape => shape.Height), shapes.Max(shape => shape.Width), shapes.Max(shape => shape.Channels));
        if (shapes.Any(shape => !Fits(shape.Height, joined.Height) || !Fits(shape.Width, joined.Width)
            || !Fits(shape.Channels, joined.Channels)))
        {
            ReportShapes(layer, "rows, columns and channels must each be equal, or 1, which counts for all");
            return new(PartialShape.Unknown, null);
        }

        // Among vectors and maps of one pixel it is what the first of them is.
        return layer.Finish(shapes.Find(shape => shape.Size == joined.Size) is { IsFlat: true } vector ? vector : joined, null, create);
    }

    /// <summary>Says what arrives, and by which way.</summary>
    protected static void ReportShapes(LayerReader layer, string need)
    {
        var arrives = layer.Sources.Zip(layer.Paths(), (source, path) => $"{source.Shape} by {path}").ToList();
        var joined = $"{string.Join(", ", arrives.Take(arrives.Count - 1))} and {arrives[arrives.Count - 1]}";
        var shapes = layer.Sources.Select(source => source.Shape.Known!.Value).ToList();
        // What stands directly before is mostly the long way; what it names is the shortcut, which is easier to change.
        var advice = shapes.Skip(1).Select(shape => MergeAdvice.Of(shapes[0], shape, keepsChannels: layer.Kind == "Concatenate"))
            .FirstOrDefault(advice => advice is not null);
        layer.Report(DiagnosticIds.ShapesDoNotJoin, null, layer.Description, joined, advice is null ? need : $"{need}; {advice}");
    }

    private static bool Fits(int? extent, int? all) => extent == all || extent == 1;
}
