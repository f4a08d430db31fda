namespace CnnGen.Generator.Graph.Layers;

/// <summary>Depthwise convolution along a sequence, and one of 1 over its channels.</summary>
internal sealed record SeparableConv1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L', filters); see <see cref="WindowAxis"/> for L'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var size = Convolution.KernelLength(layer, $"SeparableConv1D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var multiplier = layer.Positive("DepthMultiplier", null, fallback: 1);
        var (window, length) = WindowRule.InferLine(layer, "KernelSize", size, "Strides", stride: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var depthwise = WeightReader.Read(layer, "Depthwise", WeightSettings.Kernel, rank: 3);
        var pointwise = WeightReader.Read(layer, "Pointwise", WeightSettings.Kernel, rank: 3);
        var bias = Convolution.ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        if (!layer.MayBeSequence)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(1, length, filters);
        if (!layer.CheckSize("depthwise kernels of shape", "DepthMultiplier", size, layer.Input.Channels, multiplier)
            || !layer.CheckSize("a kernel of shape", "Filters", layer.Input.Channels, multiplier, filters)
            || !layer.CheckSize("depthwise outputs of shape", "DepthMultiplier", length, layer.Input.Channels, multiplier)
            || (window is { } w && multiplier > 1 && !Convolution.CheckRepeatedInput(layer, w, 1, length!.Value, multiplier.Value)))
        {
            return new(output, null);
        }

        return layer.Finish(output, "Filters", (input, shape) => new SeparableConv1D(new SeparableConv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, multiplier!.Value, useBias, activation!.Value,
            depthwise, pointwise)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        }));
    }
}
