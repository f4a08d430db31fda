namespace CnnGen.Generator.Graph.Layers;

/// <summary>y = MaxValue from there on, x from Threshold up to there, NegativeSlope * (x - Threshold) below.</summary>
/// <param name="MaxValue">The most it gives; infinity for no bound.</param>
/// <param name="NegativeSlope">The slope below the threshold.</param>
/// <param name="Threshold">Where it bends.</param>
internal sealed record Relu(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double MaxValue, double NegativeSlope,
    double Threshold)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => (MaxValue, NegativeSlope, Threshold) is (double.PositiveInfinity, 0, 0)
        ? new() { Activation = ActivationFunction.Relu, IsActivation = true }
        : default;

    /// <summary>The shape stays; no argument is negative, as in Keras.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var max = layer.States("MaxValue") ? layer.NotNegativeNumber("MaxValue", 0, mayBeInfinite: true) : double.PositiveInfinity;
        var (slope, threshold) = (layer.NotNegativeNumber("NegativeSlope", 0), layer.NotNegativeNumber("Threshold", 0));
        return layer.Finish(layer.Input, null, (input, output) => new Relu(
            layer.Index, layer.Name, layer.Inputs, input, output, max!.Value, slope!.Value, threshold!.Value));
    }
}
