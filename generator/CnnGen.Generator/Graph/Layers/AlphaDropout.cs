namespace CnnGen.Generator.Graph.Layers;

/// <summary>Dropout that keeps the mean and the variance of what selu gives; the identity in prediction.</summary>
internal sealed record AlphaDropout(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Rate)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => new() { IsOfTraining = true, DropsValues = true };

    /// <summary>The shape stays; the rate is in [0, 1).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var rate = layer.Rate();
        return layer.Finish(layer.Input, null, (input, output) => new AlphaDropout(
            layer.Index, layer.Name, layer.Inputs, input, output, rate!.Value));
    }
}
