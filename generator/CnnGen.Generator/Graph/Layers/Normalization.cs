namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = (x - mean) / sqrt(variance), learned by Adapt. Stands before all layers but Rescaling.</summary>
internal sealed record Normalization(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, NormalizationAxis Axis)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override EquatableArray<ParameterShape> Parameters
    {
        get
        {
            int[] shape = Axis == NormalizationAxis.Element ? [InputShape.Height, InputShape.Width, InputShape.Channels] : [InputShape.Channels];
            return new([new("mean", "Mean", new(shape), default), new("variance", "Variance", new(shape), default)]);
        }
    }
}
