namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean of each channel over all pixels.</summary>
internal sealed record GlobalAveragePool2D(int Index, string Name, EquatableArray<int> Inputs, Shape InputShape, Shape OutputShape)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override bool SeesEverything => true;

    /// <summary>(H, W, C) to (C), or to (1, 1, C).</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        layer.CheckFeatureMap();
        return layer.Finish(OnePixel(layer), null, (input, output) => new GlobalAveragePool2D(
            layer.Index, layer.Name, layer.Inputs, input, output));
    }

    /// <summary>What a pool over all pixels gives.</summary>
    public static PartialShape OnePixel(LayerReader layer) => layer.Bool("KeepDims", fallback: false)
        ? PartialShape.Map(1, 1, layer.Input.Channels)
        : PartialShape.Flat(layer.Input.Channels);
}
