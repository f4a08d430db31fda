namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution of each channel of a sequence by itself.</summary>
internal sealed record DepthwiseConv1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L', C * multiplier); see <see cref="WindowAxis"/> for L'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var size = Convolution.KernelLength(layer, "DepthwiseConv1D(3)");
        var multiplier = layer.Positive("DepthMultiplier", null, fallback: 1);
        var (window, length) = WindowRule.InferLine(layer, "KernelSize", size, "Strides", stride: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Depthwise", WeightSettings.Kernel, rank: 3);
        var bias = Convolution.ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        if (!layer.MayBeSequence)
            return new(PartialShape.Unknown, null);

        if (!layer.CheckSize("a kernel of shape", "DepthMultiplier", size, layer.Input.Channels, multiplier)
            || (window is { } w && multiplier > 1 && !Convolution.CheckRepeatedInput(layer, w, 1, length!.Value, multiplier.Value)))
        {
            return new(PartialShape.Map(1, length, null), null);
        }

        int? channels = layer.Input.Channels is { } c && multiplier is { } m && Sizes.Product(c, m) <= Sizes.MaxFloats ? c * m : null;
        var output = PartialShape.Map(1, length, channels);
        return layer.Finish(output, "DepthMultiplier", (input, shape) => new DepthwiseConv1D(new DepthwiseConv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, multiplier!.Value, useBias, activation!.Value,
            kernel)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        }));
    }
}
