namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = x, and Alpha * (exp(x) - 1) below 0.</summary>
internal sealed record Elu(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Alpha)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    /// <summary>The shape stays; the derivative follows from the output, as the factor is not negative.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var alpha = layer.NotNegativeNumber("Alpha", 1);
        return layer.Finish(layer.Input, null, (input, output) => new Elu(
            layer.Index, layer.Name, layer.Inputs, input, output, alpha!.Value));
    }
}
