namespace CnnGen;

/// <summary>
/// Depthwise convolution, and a convolution of 1 x 1 over its channels: (H, W, C) to (H', W', filters). Keras' <c>SeparableConv2D</c>; the
/// parameters are depthwise_kernel (row, column, in, multiplier), pointwise_kernel (1, 1, in * multiplier, out) and bias.
/// </summary>
/// <remarks>
/// It is computed as <see cref="DepthwiseConv2DAttribute"/> without a bias and <see cref="Conv2DAttribute"/>. H' = floor((H - (kernelHeight
/// - 1) * dilation - 1) / stride) + 1 for valid padding, ceil(H / stride) for same. Defaults as in Keras: multiplier 1, stride 1, dilation
/// 1, valid padding, no activation, bias, Glorot uniform; a <see cref="LayerDefaultsAttribute"/> above it replaces kernel size, strides,
/// padding, activation and bias. Strides and a dilation above 1 together are error CNN061.
/// </remarks>
public sealed class SeparableConv2DAttribute : SeparableLayerAttribute
{
    /// <summary>
    /// A separable convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.
    /// </summary>
    /// <param name="filters">Output channels, at least 1.</param>
    public SeparableConv2DAttribute(int filters) => Filters = filters;

    /// <summary>A separable convolution with square kernels.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the depthwise kernels, at least 1.</param>
    public SeparableConv2DAttribute(int filters, int kernelSize) =>
        (Filters, KernelHeight, KernelWidth) = (filters, kernelSize, kernelSize);

    /// <summary>A separable convolution with rectangular kernels.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelHeight">Rows of the depthwise kernels, at least 1.</param>
    /// <param name="kernelWidth">Columns of the depthwise kernels, at least 1.</param>
    public SeparableConv2DAttribute(int filters, int kernelHeight, int kernelWidth) =>
        (Filters, KernelHeight, KernelWidth) = (filters, kernelHeight, kernelWidth);

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>
    /// Rows and columns of the depthwise kernels, for square ones that the constructor does not give; 0 where they are not square.
    /// </summary>
    public int KernelSize
    {
        get => KernelHeight == KernelWidth ? KernelHeight : 0;
        init => KernelHeight = KernelWidth = value;
    }

    /// <summary>Rows of the depthwise kernels.</summary>
    public int KernelHeight { get; private init; }

    /// <summary>Columns of the depthwise kernels.</summary>
    public int KernelWidth { get; private init; }

    /// <summary>Channels between the two convolutions per input channel, at least 1; 1 when left out.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Step of the window, rows and columns; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step in rows, where it differs from <see cref="Strides"/>.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Step in columns, where it differs from <see cref="Strides"/>.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }

    /// <summary>
    /// Pixels from a cell of the depthwise kernels to the next, rows and columns; 1 when left out. Strides must be 1 where it is more.
    /// </summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Pixels from a row of the depthwise kernels to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Pixels from a column of the depthwise kernels to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Activation, applied behind the second convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
