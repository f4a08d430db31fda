namespace CnnGen.Generator.Graph.Layers;

/// <summary>Transposed convolution: every input pixel adds its multiple of the kernel to a window of the output.</summary>
/// <param name="Index">Its place.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="InputShape">The shape of that.</param>
/// <param name="OutputShape">The shape of its output.</param>
/// <param name="Window">
/// The window of the convolution that computes it, which slides by 1 over the input with stride - 1 zeros between its pixels; the strides
/// are those of the layer.
/// </param>
/// <param name="UseBias">Whether it has a bias.</param>
/// <param name="Activation">Applied to the sums.</param>
/// <param name="Kernel">What is said of its kernel.</param>
internal sealed record Conv2DTranspose(
    int Index,
    string Name,
    EquatableArray<int> Inputs,
    Shape InputShape,
    Shape OutputShape,
    Window Window,
    bool UseBias,
    ActivationFunction Activation,
    WeightSettings Kernel)
    : Convolution(Index, Name, Inputs, InputShape, OutputShape, Window, UseBias, Activation)
{
    /// <summary>The input with zeros between its pixels.</summary>
    public Shape Stretched => InputShape with
    {
        Height = ((InputShape.Height - 1) * Window.StrideHeight) + 1,
        Width = ((InputShape.Width - 1) * Window.StrideWidth) + 1,
    };

    /// <summary>
    /// Whether the windows that input pixels add to lie side by side and fill the output, so that an output pixel is a sum over one of the
    /// input's.
    /// </summary>
    public bool IsSideBySide =>
        (Window.Height, Window.Width) == (Window.StrideHeight, Window.StrideWidth)
        && OutputShape.Height == InputShape.Height * Window.StrideHeight
        && OutputShape.Width == InputShape.Width * Window.StrideWidth;

    public override Layer WithoutActivation() => this with { Activation = ActivationFunction.Linear };

    protected override EquatableArray<ParameterShape> OwnParameters => ParameterShapes.WithBias(
        Kernel.Of("kernel", Window.Height, Window.Width, OutputShape.Channels, InputShape.Channels) with
        {
            Columns = OutputShape.Channels,
            IsTransposed = true,
        },
        Bias,
        UseBias);

    public override long MultiplyAdds => (long)InputShape.Size * Window.Height * Window.Width * OutputShape.Channels;

    /// <summary>The pixels that add to one of the output.</summary>
    public override Window? ReceptiveWindow => new Window(
        (Window.Height + Window.StrideHeight - 1) / Window.StrideHeight, (Window.Width + Window.StrideWidth - 1) / Window.StrideWidth,
        1, 1, 0, 0);

    public override LayerView View => new(
        AxisView.Transposed(Window.Height, Window.StrideHeight, Window.PadTop),
        AxisView.Transposed(Window.Width, Window.StrideWidth, Window.PadLeft));

    public override LayerTraits Traits => base.Traits with { Window = null };

    /// <summary>(H, W, C) to (H', W', filters), as Keras counts H' and W'.</summary>
    public static LayerOutcome Infer(LayerReader layer)
    {
        var filters = layer.Positive("Filters");
        var (height, width) = KernelSize(layer, $"Conv2DTranspose({(filters is { } count ? LayerReader.Text(count) : "filters")}, 3)");
        var strides = layer.Positive("Strides", "Strides", fallback: 1);
        var strideHeight = layer.Positive("StrideHeight", null, strides);
        var strideWidth = layer.Positive("StrideWidth", null, strides);
        var padding = layer.ReadPadding("Padding");
        var outputPadding = layer.Below("OutputPadding", strideHeight < strideWidth ? strideHeight : strideWidth);
        var activation = layer.Enum("Activation", ActivationFunction.Linear, "Activation");
        var useBias = layer.Bool("UseBias", fallback: true, "UseBias");
        var kernel = WeightReader.Read(layer, "Kernel", WeightSettings.Kernel, rank: 4);
        var bias = ReadBias(layer, useBias);
        var activity = WeightReader.ReadActivity(layer);
        if (!layer.CheckFeatureMap())
            return new(PartialShape.Unknown, null);

        layer.CheckSize("a kernel of shape", "Filters", height, width, layer.Input.Channels, filters);
        if (Along(layer.Input.Height, height, strideHeight, padding, outputPadding) is not { } rows
            || Along(layer.Input.Width, width, strideWidth, padding, outputPadding) is not { } columns)
        {
            return new(PartialShape.Map(null, null, filters), null);
        }

        // What the window slides over is the output and the kernel's reach beyond it, at most.
        var channels = Math.Max(layer.Input.Channels ?? 1, filters ?? 1);
        if (!layer.CheckSize(
            "a padded input of shape", "Strides", $"{rows.Padded}, {columns.Padded}, {channels}",
            Sizes.Product(rows.Padded, columns.Padded, channels)))
        {
            return new(PartialShape.Unknown with { IsFlat = false }, null);
        }

        var output = PartialShape.Map((int)rows.Output, (int)columns.Output, filters);
        return layer.Finish(output, "Filters", (input, shape) => new Conv2DTranspose(
            layer.Index, layer.Name, layer.Inputs, input, shape,
            new Window(height!.Value, width!.Value, strideHeight!.Value, strideWidth!.Value, (int)rows.Before, (int)columns.Before),
            useBias, activation!.Value, kernel)
        {
            Bias = bias,
            ActivityRegularizer = activity,
        });
    }

    /// <summary>
    /// Positions of the output along an axis, the padding before the stretched input, and both with all padding; null where something is
    /// unknown. Formulas of Keras 3, <c>backend_utils.py</c>.
    /// </summary>
    private static (long Output, long Before, long Padded)? Along(int? input, int? kernel, int? stride, Padding? padding, int? more)
    {
        if (input is not { } i || kernel is not { } k || stride is not { } s || padding is not { } p)
            return null;
        var stretched = ((i - 1L) * s) + 1;
        if (p == Padding.Valid)
        {
            var rest = more ?? Math.Max(k, s) - k;
            return (stretched + k - 1 + rest, k - 1, stretched + (2L * (k - 1)) + rest);
        }

        var all = more is { } given ? k + (k % 2) - 2L + given : s + k - 2L;
        return (stretched + all - k + 1, Math.Min((all / 2) + (all % 2), k - 1), stretched + all);
    }
}
