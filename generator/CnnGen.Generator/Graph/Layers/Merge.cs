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
    /// Element by element: all shapes are equal, or those of 1 x 1 maps (and vectors) of as many channels, which count for every pixel.
    /// </summary>
    protected static LayerOutcome InferElementWise(LayerReader layer, Func<Shape, Shape, Layer> create)
    {
        if (!HasOthers(layer))
            return new(PartialShape.Unknown, null);
        var largest = layer.Sources.Select(source => source.Shape).OrderByDescending(shape => shape.Size ?? 0).First();
        var isKnown = layer.Sources.All(source => source.Shape.Known is not null);
        if (isKnown && !layer.Sources.All(source => Fits(source.Shape.Known!.Value, largest.Known!.Value)))
        {
            ReportShapes(layer, "their shapes must be equal, or those of 1 x 1 maps with as many channels");
            return new(PartialShape.Unknown, null);
        }

        return layer.Finish(isKnown ? largest : PartialShape.Unknown, null, create);
    }

    /// <summary>Says what arrives, and by which way.</summary>
    protected static void ReportShapes(LayerReader layer, string need)
    {
        var arrives = layer.Sources.Zip(layer.Paths(), (source, path) => $"{source.Shape} by {path}").ToList();
        var joined = $"{string.Join(", ", arrives.Take(arrives.Count - 1))} and {arrives[arrives.Count - 1]}";
        layer.Report(DiagnosticIds.ShapesDoNotJoin, null, layer.Description, joined, need);
    }

    private static bool Fits(Shape shape, Shape largest) =>
        shape == largest || (shape is { Height: 1, Width: 1 } && shape.Channels == largest.Channels);
}
