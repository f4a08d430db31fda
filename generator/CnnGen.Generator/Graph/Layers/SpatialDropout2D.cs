namespace CnnGen.Generator.Graph.Layers;

/// <summary>Inverted dropout of whole channels; the identity in prediction.</summary>
internal sealed record SpatialDropout2D(
    int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape, double Rate)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override LayerTraits Traits => new() { IsOfTraining = true, DropsValues = true };

    /// <summary>The shape stays, that of a feature map; the rate is in [0, 1).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var rate = layer.Rate();
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Unknown, null);
        return layer.Finish(layer.Input, null, (input, output) => new SpatialDropout2D(
            layer.Index, layer.Name, layer.Inputs, input, output, rate!.Value));
    }
}
