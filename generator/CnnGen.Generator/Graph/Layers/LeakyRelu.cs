namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = x, and NegativeSlope * x below 0.</summary>
internal sealed record LeakyRelu(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double NegativeSlope)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape stays; the derivative follows from the output, as the slope is not negative.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var slope = layer.NotNegativeNumber("NegativeSlope", 0.3);
        return layer.Finish(layer.Input, null, (input, output) => new LeakyRelu(
            layer.Index, layer.Name, layer.Inputs, input, output, slope!.Value));
    }
}
