namespace CnnGen;

/// <summary>
/// Depthwise convolution along a sequence, and one of size 1 over its channels: (L, C) to (L', filters). Keras' <c>SeparableConv1D</c>; the
/// parameters are depthwise_kernel (step, in, multiplier), pointwise_kernel (1, in * multiplier, out) and bias.
/// </summary>
/// <remarks>
/// It is computed as <see cref="SeparableConv2DAttribute"/> over a map of one row. Defaults as in Keras; a
/// <see cref="LayerDefaultsAttribute"/> above it replaces kernel size, stride, padding, activation and bias. A stride and a dilation
/// above 1 together are error CNN061.
/// </remarks>
public sealed class SeparableConv1DAttribute : SeparableLayerAttribute
{
    /// <summary>
    /// A separable convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.
    /// </summary>
    /// <param name="filters">Output channels, at least 1.</param>
    public SeparableConv1DAttribute(int filters) => Filters = filters;

    /// <summary>A separable convolution with kernels of their own size.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelSize">Steps of the depthwise kernels, at least 1.</param>
    public SeparableConv1DAttribute(int filters, int kernelSize) => (Filters, KernelSize) = (filters, kernelSize);

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>Steps of the depthwise kernels.</summary>
    public int KernelSize { get; init; }

    /// <summary>Channels between the two convolutions per input channel, at least 1; 1 when left out.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Step of the window; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }

    /// <summary>Steps from a cell of the depthwise kernels to the next; 1 when left out. The stride must be 1 where it is more.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Activation, applied behind the second convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
