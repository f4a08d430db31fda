namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution along a sequence, over all channels.</summary>
internal sealed record Conv1D(Layer OfMap) : SequenceLayer(OfMap)
{
    /// <summary>(L, C) to (L', filters); see <see cref="WindowAxis"/> for L'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var size = Convolution.KernelLength(layer, $"Conv1D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var (window, length) = WindowRule.InferLine(layer, "KernelSize", size, "Strides", stride: 1, mayBeCausal: true);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Kernel", WeightSettings.Kernel, rank: 3);
        var bias = Convolution.ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        var groups = layer.Positive("Groups", null, fallback: 1);
        if (!layer.MayBeSequence)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(1, length, filters);
        if (groups > 1 && !Conv2D.CheckGroups(layer, groups.Value, filters, window, 1, length))
            return new(output, null);
        layer.CheckSize("a kernel of shape", "Filters", size, layer.Input.Channels / groups, filters);
        return layer.Finish(output, "Filters", (input, shape) => new Conv1D(new Conv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, useBias, activation!.Value, kernel, ConvAlgorithm.Auto)
        {
            Groups = groups!.Value,
            Bias = bias,
            ActivityRegularizer = activity,
        }));
    }
}
