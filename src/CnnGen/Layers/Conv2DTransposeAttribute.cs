namespace CnnGen;

/// <summary>
/// Transposed convolution: (H, W, C) to (H', W', filters). Keras' <c>Conv2DTranspose</c>; kernel layout (row, column, out, in).
/// </summary>
/// <remarks>
/// Every input pixel adds its multiple of the kernel to a window of the output, and windows are a stride apart: forward it is the input
/// gradient of a convolution. H' = (H - 1) * stride + max(kernelHeight, stride) for valid padding, H * stride for same; with an output
/// padding (H - 1) * stride + kernelHeight + outputPadding, and (H - 1) * stride + kernelHeight % 2 + outputPadding. Defaults as in Keras:
/// stride 1, valid padding, no activation, bias, Glorot uniform; a <see cref="LayerDefaultsAttribute"/> above it replaces them.
/// </remarks>
public sealed class Conv2DTransposeAttribute : KernelLayerAttribute
{
    /// <summary>
    /// A transposed convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.
    /// </summary>
    /// <param name="filters">Output channels, at least 1.</param>
    public Conv2DTransposeAttribute(int filters) => Filters = filters;

    /// <summary>A transposed convolution with a square kernel.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelSize">Rows and columns of the kernel, at least 1.</param>
    public Conv2DTransposeAttribute(int filters, int kernelSize) =>
        (Filters, KernelHeight, KernelWidth) = (filters, kernelSize, kernelSize);

    /// <summary>A transposed convolution with a rectangular kernel.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel, at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel, at least 1.</param>
    public Conv2DTransposeAttribute(int filters, int kernelHeight, int kernelWidth) =>
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

    /// <summary>
    /// Rows and columns in the output between the windows of neighbouring input pixels; 1 when left out.
    /// </summary>
    public int Strides { get; init; } = 1;

    /// <summary>Step in rows, where it differs from <see cref="Strides"/>.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Step in columns, where it differs from <see cref="Strides"/>.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }

    /// <summary>
    /// Rows and columns of the output beyond the fewest, Keras' <c>output_padding</c>: from 0 to less than the strides. -1, when left out,
    /// is Keras' None: as many as make H' without one.
    /// </summary>
    public int OutputPadding { get; init; } = -1;

    /// <summary>Activation, fused into the convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
