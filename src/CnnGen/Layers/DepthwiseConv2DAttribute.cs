namespace CnnGen;

/// <summary>
/// Depthwise convolution, each channel with kernels of its own: (H, W, C) to (H', W', C * multiplier). Keras' <c>DepthwiseConv2D</c>;
/// kernel layout (row, column, in, multiplier), bias (in * multiplier).
/// </summary>
/// <remarks>
/// Output channel c * multiplier + m is the m-th convolution of input channel c. H' = floor((H - (kernelHeight - 1) * dilation - 1) /
/// stride) + 1 for valid padding, ceil(H / stride) for same. Defaults as in Keras: multiplier 1, stride 1, dilation 1, valid padding, no
/// activation, bias, Glorot uniform; a <see cref="LayerDefaultsAttribute"/> above it replaces kernel size, strides, padding, activation and
/// bias. Strides and a dilation above 1 together are error CNN061.
/// </remarks>
public sealed class DepthwiseConv2DAttribute : DepthwiseLayerAttribute
{
    /// <summary>
    /// A depthwise convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.
    /// </summary>
    public DepthwiseConv2DAttribute()
    {
    }

    /// <summary>A depthwise convolution with square kernels.</summary>
    /// <param name="kernelSize">Rows and columns of the kernels, at least 1.</param>
    public DepthwiseConv2DAttribute(int kernelSize) => (KernelHeight, KernelWidth) = (kernelSize, kernelSize);

    /// <summary>A depthwise convolution with rectangular kernels.</summary>
    /// <param name="kernelHeight">Rows of the kernels, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernels, at least 1.</param>
    public DepthwiseConv2DAttribute(int kernelHeight, int kernelWidth) => (KernelHeight, KernelWidth) = (kernelHeight, kernelWidth);

    /// <summary>Rows and columns of the kernels, for square ones that the constructor does not give; 0 where they are not square.</summary>
    public int KernelSize
    {
        get => KernelHeight == KernelWidth ? KernelHeight : 0;
        init => KernelHeight = KernelWidth = value;
    }

    /// <summary>Rows of the kernels.</summary>
    public int KernelHeight { get; private init; }

    /// <summary>Columns of the kernels.</summary>
    public int KernelWidth { get; private init; }

    /// <summary>Output channels per input channel, at least 1; 1 when left out.</summary>
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
    /// Pixels from a cell of the kernel to the next, rows and columns; 1 when left out. Strides must be 1 where it is more.
    /// </summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Pixels from a row of the kernel to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationHeight { get; init; } = 1;

    /// <summary>Pixels from a column of the kernel to the next, where they differ from <see cref="Dilation"/>.</summary>
    public int DilationWidth { get; init; } = 1;

    /// <summary>Activation, fused into the convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
