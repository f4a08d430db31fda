namespace CnnGen.Generator.Graph.Layers;

/// <summary>Adds normally distributed noise; the identity in prediction.</summary>
internal sealed record GaussianNoise(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Stddev)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => new() { IsOfTraining = true };

    /// <summary>The shape stays; the standard deviation is at least 0.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var stddev = layer.NotNegativeNumber("Stddev");
        return layer.Finish(layer.Input, null, (input, output) => new GaussianNoise(
            layer.Index, layer.Name, layer.Inputs, input, output, stddev!.Value));
    }
}
