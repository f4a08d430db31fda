namespace CnnGen.Generator.Graph.Layers;

/// <summary>Maximum of each channel over all pixels.</summary>
internal sealed record GlobalMaxPool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool SeesEverything => true;

    /// <summary>(H, W, C) to (C), or to (1, 1, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        layer.CheckFeatureMap();
        return layer.Finish(GlobalAveragePool2D.OnePixel(layer), null, (input, output) => new GlobalMaxPool2D(
            layer.Index, layer.Name, layer.Inputs, input, output));
    }
}
