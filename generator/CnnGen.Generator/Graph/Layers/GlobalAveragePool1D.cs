namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean of each channel over all of a sequence.</summary>
internal sealed record GlobalAveragePool1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (C), or to (1, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        layer.CheckSequence();
        return layer.Finish(GlobalAveragePool2D.OnePixel(layer), null, (input, output) => new GlobalAveragePool1D(new GlobalAveragePool2D(
            layer.Index, layer.Name, layer.Inputs, input, output)));
    }
}
