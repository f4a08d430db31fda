namespace CnnGen.Generator.Graph.Layers;

/// <summary>Depthwise convolution, and a convolution of 1 x 1 over its channels; lowering makes two layers of it.</summary>
internal sealed record SeparableConv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    int DepthMultiplier,
    bool UseBias,
    ActivationFunction Activation,
    WeightSettings DepthwiseKernel,
    WeightSettings PointwiseKernel)
    : Convolution(Index, Name, Inputs, InputShape, OutputShape, Window, UseBias, Activation)
{
    /// <summary>The first of the two.</summary>
    public DepthwiseConv2D Depthwise => new(
        Index, Name + "/depthwise", Inputs, InputShape, OutputShape with { Channels = InputShape.Channels * DepthMultiplier }, Window,
        DepthMultiplier, UseBias: false, ActivationFunction.Linear, DepthwiseKernel)
    {
        Owner = Name,
        KernelName = "depthwise_kernel",
    };

    /// <summary>The second, which has its name.</summary>
    public Conv2D Pointwise => new(
        Index, Name, Inputs, Depthwise.OutputShape, OutputShape, new Window(1, 1, 1, 1, 0, 0), UseBias, Activation, PointwiseKernel,
        ConvAlgorithm.Auto)
    {
        KernelName = "pointwise_kernel",
        Bias = Bias,
    };

    protected override EquatableArray<ParameterShape> OwnParameters => new(Depthwise.Parameters.Concat(Pointwise.Parameters));

    public override long MultiplyAdds => Depthwise.MultiplyAdds + Pointwise.MultiplyAdds;

    /// <summary>(H, W, C) to (H', W', filters); see <see cref="WindowAxis"/> for H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var (height, width) = KernelSize(layer, $"SeparableConv2D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var multiplier = layer.Positive("DepthMultiplier", null, fallback: 1);
        var (window, rows, columns) = WindowRule.Infer(layer, "Kernel", height, width, "Strides", strideHeight: 1, strideWidth: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var depthwise = WeightReader.Read(layer, "Depthwise", WeightSettings.Kernel, rank: 4);
        var pointwise = WeightReader.Read(layer, "Pointwise", WeightSettings.Kernel, rank: 4);
        var bias = ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(rows, columns, filters);
        if (!layer.CheckSize("depthwise kernels of shape", "DepthMultiplier", height, width, layer.Input.Channels, multiplier)
            || !layer.CheckSize("a kernel of shape", "Filters", layer.Input.Channels, multiplier, filters)
            || !layer.CheckSize("depthwise outputs of shape", "DepthMultiplier", rows, columns, layer.Input.Channels, multiplier)
            || (window is { } w && multiplier > 1 && !CheckRepeatedInput(layer, w, rows!.Value, columns!.Value, multiplier.Value)))
        {
            return new(output, null);
        }

        return layer.Finish(output, "Filters", (input, shape) => new SeparableConv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, multiplier!.Value, useBias, activation!.Value,
            depthwise, pointwise)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        });
    }
}
