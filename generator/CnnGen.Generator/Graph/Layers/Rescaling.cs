using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = x * scale + offset.</summary>
internal sealed record Rescaling(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Scale, double Offset)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape stays; a scale of 0 would leave nothing of the input.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (scale, offset) = (layer.Finite("Scale"), layer.Finite("Offset", fallback: 0));
        if (scale == 0)
            layer.Report(DiagnosticIds.ScaleIsZero, "Scale", layer.Description);
        return layer.Finish(layer.Input, null, (input, output) => new Rescaling(
            layer.Index, layer.Name, layer.Inputs, input, output, scale!.Value, offset!.Value));
    }
}
