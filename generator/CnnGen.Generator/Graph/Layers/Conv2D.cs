using CnnGen.Generator.Diagnostics;

namespace CnnGen.Generator.Graph.Layers;

/// <summary>Convolution over all channels.</summary>
internal sealed record Conv2D(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation,
    Initializer KernelInitializer,
    ConvAlgorithm Algorithm)
    : Convolution(Index, Name, Inputs, InputShape, OutputShape, Window, UseBias, Activation)
{
    public override EquatableArray<ParameterShape> Parameters => ParameterShapes.KernelAndBias(
        KernelName, [Window.Height, Window.Width, InputShape.Channels, OutputShape.Channels], KernelInitializer, UseBias);

    public override long MultiplyAdds => (long)OutputShape.Size * Window.Height * Window.Width * InputShape.Channels;

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    /// <summary>(H, W, C) to (H', W', filters); see <see cref="WindowAxis"/> for H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var (height, width) = KernelSize(layer, $"Conv2D({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var (window, rows, columns) = WindowRule.Infer(layer, "Kernel", height, width, "Strides", strideHeight: 1, strideWidth: 1);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var initializer = layer.Enum("KernelInitializer", Initializer.GlorotUniform, "KernelInitializer");
        var algorithm = ReadAlgorithm(layer, height, width, window);
        if (layer.Input.IsFlat == true)
            return new(PartialShape.Unknown, null);

        var output = PartialShape.Map(rows, columns, filters);
        layer.CheckSize("a kernel of shape", "Filters", height, width, layer.Input.Channels, filters);
        return layer.Finish(output, "Filters", (input, shape) => new Conv2D(
            layer.Index, layer.Name, layer.Inputs, input, shape, window!.Value, useBias, activation!.Value, initializer!.Value,
            algorithm!.Value));
    }

    /// <summary>The algorithm that is asked for. One from the defaults that cannot compute this window is none.</summary>
    private static ConvAlgorithm? ReadAlgorithm(LayerReader layer, int? height, int? width, Window? window)
    {
        var algorithm = layer.Enum("Algorithm", ConvAlgorithm.Auto, "Algorithm");
        var (strideHeight, strideWidth) = (window?.StrideHeight ?? 1, window?.StrideWidth ?? 1);
        var isDilated = window?.IsDilated == true;
        if (algorithm is not (ConvAlgorithm.Winograd2x2 or ConvAlgorithm.Winograd4x4)
            || ((height ?? 3, width ?? 3, strideHeight, strideWidth) is (3, 3, 1, 1) && !isDilated))
        {
            return algorithm;
        }

        if (!layer.States("Algorithm"))
            return ConvAlgorithm.Auto;

        string Extent(int? extent) => extent is { } known ? LayerReader.Text(known) : "?";
        var strides = (strideHeight, strideWidth) is (1, 1) ? "" : $" with strides {Extent(strideHeight)} x {Extent(strideWidth)}";
        if (isDilated)
            strides = $" with dilation {Extent(window?.DilationHeight)} x {Extent(window?.DilationWidth)}";
        layer.Report(DiagnosticIds.WinogradDoesNotApply, "Algorithm", layer.Description, $"{algorithm}",
            $"{Extent(height)} x {Extent(width)} kernel{strides}");
        return null;
    }
}
