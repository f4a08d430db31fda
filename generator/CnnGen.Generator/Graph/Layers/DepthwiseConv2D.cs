namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution of each channel by itself: output channel c * DepthMultiplier + m is the m-th one of input channel c.</summary>
internal sealed record DepthwiseConv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    int DepthMultiplier,
    bool UseBias,
    ActivationFunction Activation,
    WeightSettings Kernel)
    : Convolution(Index, Name, Inputs, InputShape, OutputShape, Window, UseBias, Activation)
{
    protected override EquatableArray<ParameterShape> OwnParameters => ParameterShapes.WithBias(
        Kernel.Of(KernelName, Window.Height, Window.Width, InputShape.Channels, DepthMultiplier) with { Columns = OutputShape.Channels },
        Bias,
        UseBias);

    public override long MultiplyAdds => (long)OutputShape.Size * Window.Height * Window.Width;

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    /// <summary>(H, W, C) to (H', W', C * multiplier); see <see cref="WindowAxis"/> for H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var (height, width) = KernelSize(layer, "DepthwiseConv2D(3)");
        var multiplier = layer.Positive("DepthMultiplier", null, fallback: 1);
        var (window, rows, columns) = WindowRule.Infer(layer, "Kernel", height, width, "Strides", strideHeight: 1, strideWidth: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Depthwise", WeightSettings.Kernel, rank: 4);
        var bias = ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);

        if (!layer.CheckSize("a kernel of shape", "DepthMultiplier", height, width, layer.Input.Channels, multiplier)
            || (window is { } w && multiplier > 1 && !CheckRepeatedInput(layer, w, rows!.Value, columns!.Value, multiplier.Value)))
        {
            return new(PartialShape.Map(rows, columns, null), null);
        }

        int? channels = layer.Input.Channels is { } c && multiplier is { } m && Sizes.Product(c, m) <= Sizes.MaxFloats ? c * m : null;
        var output = PartialShape.Map(rows, columns, channels);
        return layer.Finish(output, "DepthMultiplier", (input, shape) => new DepthwiseConv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, multiplier!.Value, useBias, activation!.Value,
            kernel)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        });
    }
}
