namespace CnnGen;

/// <summary>
/// Convolution along a sequence: (L, C) to (L', filters). Keras' <c>Conv1D</c>; kernel layout (step, in, out).
/// </summary>
/// <remarks>
/// It is computed as <see cref="Conv2DAttribute"/> over a map of one row. L' = floor((L - (kernelSize - 1) * dilation - 1) / stride) + 1
/// for valid padding, ceil(L / stride) for same and causal. Defaults as in Keras: stride 1, dilation 1, valid padding, no activation, bias,
/// Glorot uniform; a <see cref="LayerDefaultsAttribute"/> above it replaces them, but for the dilation. A stride and a dilation above 1
/// together are error CNN061.
/// </remarks>
public sealed class Conv1DAttribute : KernelLayerAttribute
{
    /// <summary>A convolution whose kernel size comes from <see cref="KernelSize"/> or <see cref="LayerDefaultsAttribute"/>.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    public Conv1DAttribute(int filters) => Filters = filters;

    /// <summary>A convolution with a kernel of its own size.</summary>
    /// <param name="filters">Output channels, at least 1.</param>
    /// <param name="kernelSize">Steps of the kernel, at least 1.</param>
    public Conv1DAttribute(int filters, int kernelSize) => (Filters, KernelSize) = (filters, kernelSize);

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>Steps of the kernel.</summary>
    public int KernelSize { get; init; }

    /// <summary>Step of the window; 1 when left out.</summary>
    public int Strides { get; init; } = 1;

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out. <see cref="Padding.Causal"/> is for this layer alone.</summary>
    public Padding Padding { get; init; }

    /// <summary>Steps from a cell of the kernel to the next; 1 when left out. The stride must be 1 where it is more.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Groups of neighbouring channels that are convolved each by itself, each to as many of the filters; 1, all channels together, when
    /// left out. Divides the channels and the filters, else error CNN062; kernel layout (step, in / groups, out).
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Activation, fused into the convolution; <see cref="Activation.Linear"/> when left out.</summary>
    public Activation Activation { get; init; }

    /// <summary>Whether a bias is added; true when left out.</summary>
    public bool UseBias { get; init; } = true;
}
