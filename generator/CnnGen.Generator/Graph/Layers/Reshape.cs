using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>The same values in another shape.</summary>
internal sealed record Reshape(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>Any shape to another of as many values.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
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
}
