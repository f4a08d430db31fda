using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution with fused bias and activation.</summary>
internal sealed record Conv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation,
    Initializer KernelInitializer)
    : Layer(Index, Name, Inputs, InputShape, OutputShape)
{
    public override EquatableArray<ParameterShape> Parameters => ParameterShapes.KernelAndBias(
        [Window.Height, Window.Width, InputShape.Channels, OutputShape.Channels], KernelInitializer, UseBias);

    public override long MultiplyAdds => (long)OutputShape.Size * Window.Height * Window.Width * InputShape.Channels;

    public override Window? ReceptiveWindow => Window;

    /// <summary>(H, W, C) to (H', W', filters); see <see cref="WindowAxis"/> for H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var (height, width) = (KernelExtent(layer, "KernelHeight"), KernelExtent(layer, "KernelWidth"));
        if (!layer.States("KernelHeight") && !layer.Defaults.TryGet(LayerDefaults.KernelSize, out _))
            layer.Report(DiagnosticIds.NoKernelSize, null, layer.Description, MissingKernelSize(layer, filters));

        var (window, rows, columns) = WindowRule.Infer(layer, "Kernel", height, width, "Strides", strideHeight: 1, strideWidth: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var initializer = layer.Enum("KernelInitializer", Initializer.GlorotUniform, "KernelInitializer");
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(rows, columns, filters);
        layer.CheckSoftmax(
            activation,
            "Activation",
            output,
            $"its output {output}",
            "[Activation(Activation.Softmax)] after [Flatten] or [GlobalAveragePool2D]");
        layer.CheckSize("a kernel of shape", "Filters", height, width, layer.Input.Channels, filters);
        return layer.Finish(output, "Filters", (input, shape) => new Conv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, useBias, activation!.Value, initializer!.Value));
    }

    private static int? KernelExtent(LayerReader layer, string argument) => layer.Positive(argument, LayerDefaults.KernelSize, fallback: null);

    private static string MissingKernelSize(LayerReader layer, int? filters)
    {
        var own = $"write [Conv2D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)]";
        return layer.DefaultsComeLater
            ? $"{own}, or move [LayerDefaults] above it, which applies to the layers after it only, and give it KernelSize = 3"
            : $"{own}, or [LayerDefaults(KernelSize = 3)] above it";
    }
}
