namespace CnnGen;

/// <summary>
/// Convolution of each channel of a sequence by itself: (L, C) to (L', C * depthMultiplier). Keras' <c>DepthwiseConv1D</c>; kernel layout
/// (step, in, multiplier).
/// </summary>
/// <remarks>
/// It is computed as <see cref="DepthwiseConv2DAttribute"/> over a map of one row. Defaults as in Keras; a
/// <see cref="LayerDefaultsAttribute"/> above it replaces kernel size, stride, padding, activation and bias. A stride and a dilation
/// above 1 together are error CNN061.
/// </remarks>
public sealed class DepthwiseConv1DAttribute : DepthwiseLayerAttribute
{
    /// <summary>A convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.</summary>
    public DepthwiseConv1DAttribute()
    {
    }

    /// <summary>A convolution with kernels of their own size.</summary>
    /// <param name="kernelSize">Steps of the kernels, at least 1.</param>
    public DepthwiseConv1DAttribute(int kernelSize) => KernelSize = kernelSize;

    /// <summary>Steps of the kernels.</summary>
    public int KernelSize { get; init; }

    /// <summary>Output channels per input channel, at least 1; 1 when left out.</summary>
    public int DepthMultiplier { get; init; } = 1;

    /// <summary>Step of the window; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }

    /// <summary>Steps from a cell of the kernels to the next; 1 when left out. The stride must be 1 where it is more.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Activation, fused into the convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
