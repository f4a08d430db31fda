namespace CnnGen.Generator.Graph.Layers;

/// <summary>Maximum of each channel over all of a sequence.</summary>
internal sealed record GlobalMaxPool1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (C), or to (1, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        layer.CheckSequence();
        return layer.Finish(GlobalAveragePool2D.OnePixel(layer), null, (input, output) => new GlobalMaxPool1D(new GlobalMaxPool2D(
            layer.Index, layer.Name, layer.Inputs, input, output)));
    }
}
