namespace CnnGen;

/// <summary>
/// Two-dimensional convolution: (H, W, C) to (H', W', filters). Keras' <c>Conv2D</c>; kernel layout (row, column, in, out).
/// </summary>
/// <remarks>
/// H' = floor((H - (kernelHeight - 1) * dilation - 1) / stride) + 1 for valid padding, ceil(H / stride) for same. Defaults as in Keras:
/// stride 1, dilation 1, valid padding, no activation, bias, Glorot uniform; a <see cref="LayerDefaultsAttribute"/> above it replaces them,
/// but for the dilation. Strides and a dilation above 1 together are error CNN061.
/// </remarks>
public sealed class Conv2DAttribute : KernelLayerAttribute
{
    /// <summary>A convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    public Conv2DAttribute(int filters) => Filters = filters;

    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the kernel, at least 1.</param>
    public Conv2DAttribute(int filters, int kernelSize) => (Filters, KernelHeight, KernelWidth) = (filters, kernelSize, kernelSize);

    /// <summary>A convolution with a rectangular kernel.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1.</param>
    public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth) =>
        (Filters, KernelHeight, KernelWidth) = (filters, kernelHeight, kernelWidth);

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>Rows and columns of the kernel, for a square one that the constructor does not give; 0 where it is not square.</summary>
    public int KernelSize
    {
        get => KernelHeight == KernelWidth ? KernelHeight : 0;
        init => KernelHeight = KernelWidth = value;
    }

    /// <summary>Rows of the kernel.</summary>
    public int KernelHeight { get; private init; }

    /// <summary>Columns of the kernel.</summary>
    public int KernelWidth { get; private init; }

    /// <summary>Step of the window, rows and columns; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step in rows, where it differs from <see cref="Strides"/>.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Step in columns, where it differs from <see cref="Strides"/>.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }

    /// <summary>
    /// Pixels from a cell of the kernel to the next, rows and columns; 1 when left out. Strides must be 1 where it is more.
    /// </summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Pixels from a row of the kernel to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Pixels from a column of the kernel to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>
    /// Groups of neighbouring channels that are convolved each by itself, each to as many of the filters; 1, all channels together, when
    /// left out. Divides the channels and the filters, else error CNN062; kernel layout (row, column, in / groups, out).
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Activation, fused into the convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>
    /// How the layer and its gradients are computed; <see cref="ConvAlgorithm.Auto"/>, the fastest for these shapes, when left out.
    /// Winograd's algorithms need a 3 x 3 kernel, stride 1, dilation 1 and one group: stated here for another convolution, they are error
    /// CNN025; in a <see cref="LayerDefaultsAttribute"/> they leave others alone.
    /// </summary>
    /// <remarks>
    /// F(4 x 4, 3 x 3), which is often chosen, lets a NaN, an infinity or a huge value of one pixel spoil the 4 x 4 outputs that are
    /// computed together with those that read it. Images with markers of missing data want them replaced, or
    /// <see cref="ConvAlgorithm.Direct"/> or <see cref="ConvAlgorithm.Winograd2x2"/>, which let it touch nothing but the outputs that read
    /// it.
    /// </remarks>
    public ConvAlgorithm Algorithm { get; init; }
}
