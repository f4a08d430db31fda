using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = (x - mean) / sqrt(variance), learned by Adapt. Stands before all layers but Rescaling.</summary>
internal sealed record Normalization(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, NormalizationAxis Axis)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    protected override EquatableArray<ParameterShape> OwnParameters
    {
        get
        {
            int[] shape = Axis == NormalizationAxis.Element
                ? [InputShape.Height, InputShape.Width, InputShape.Channels]
                : [InputShape.Channels];
            return new(
            [
                new("mean", new(shape), new ConstantValue(0)) { IsState = true },
                new("variance", new(shape), new ConstantValue(1)) { IsState = true, IsVariance = true },
            ]);
        }
    }

    /// <summary>The shape stays; only Rescaling may stand between the input and it.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var axis = layer.Enum("Axis", NormalizationAxis.Element);
        if (layer.BlocksNormalization is { } before)
            layer.Report(DiagnosticIds.NormalizationNotFirst, null, layer.Description, before);
        return layer.Finish(layer.Input, null, (input, output) => new Normalization(
            layer.Index, layer.Name, layer.Inputs, input, output, axis!.Value));
    }
}
