namespace CnnGen.Generator.Graph.Layers;

/// <summary>Mean over a window that slides along a sequence, padding not counted.</summary>
internal sealed record AveragePool1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L', C); see <see cref="WindowAxis"/> for L'. The stride defaults to the pool size.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var size = layer.Positive("PoolSize", defaultName: null, WindowRule.DefaultPoolSize);
        var (window, length) = WindowRule.InferLine(layer, "PoolSize", size, strideDefault: null, size);
        if (!layer.MayBeSequence)
            return new(PartialShape.Unknown, null);
        return layer.Finish(PartialShape.Map(1, length, layer.Input.Channels), null, (input, output) => new AveragePool1D(new AveragePool2D(
            layer.Index, layer.Name, layer.Inputs, input, output, window!.Value)));
    }
}
