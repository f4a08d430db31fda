using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>The same values in another shape.</summary>
internal sealed record Reshape(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerView View => LayerView.All(InputShape);

    /// <summary>Any shape to another of as many values.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        string[] extents = layer.States("Height") ? ["Height", "Width", "Channels"] : ["Units"];
        if (extents.Count(extent => layer.Integer(extent, 0) == -1) == 1)
        {
            ReportOpen(layer, extents);
            return new(PartialShape.Unknown, null);
        }

        var output = layer.States("Height")
            ? PartialShape.Map(layer.Positive("Height"), layer.Positive("Width"), layer.Positive("Channels"))
            : PartialShape.Flat(layer.Positive("Units"));
        if (output.Size is { } size && layer.Input.Size is { } values && size != values)
        {
            layer.Report(DiagnosticIds.OutOfRange, layer.States("Height") ? "Height" : "Units", layer.Description,
                "the number of its values", LayerReader.Text(size),
                $"{LayerReader.Text(values)}, as many as {layer.Input} from {layer.Producer} has");
        }

        return layer.Finish(output, null, (input, shape) => new Reshape(layer.Index, layer.Name, layer.Inputs, input, shape));
    }

    /// <summary>Keras' -1 stands for what the others leave; says what that is.</summary>
    private static void ReportOpen(LayerReader layer, string[] extents)
    {
        var open = extents.First(extent => layer.Integer(extent, 0) == -1);
        var others = extents.Where(extent => extent != open).Aggregate(1L, (product, extent) => product * layer.Integer(extent, 0));
        var need = others > 0 && layer.Input.Size is { } values && values % others == 0
            ? $"written out: {LayerReader.Text(values / others)} makes as many values as {layer.Input} from {layer.Producer} has"
            : "written out: as many values must come out as come in";
        layer.Report(DiagnosticIds.OutOfRange, open, layer.Description, open, "-1", need);
    }
}
