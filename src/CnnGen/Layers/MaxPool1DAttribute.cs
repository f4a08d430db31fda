namespace CnnGen;

/// <summary>
/// Maximum over a window that slides along a sequence, channel by channel: (L, C) to (L', C). Keras' <c>MaxPooling1D</c>.
/// </summary>
/// <remarks>
/// The window has 2 steps when left out, as in Keras. The stride defaults to the pool size, padding to valid. Padding never wins;
/// the gradient goes to the first maximum of a window. A window with a NaN gives NaN.
/// </remarks>
/// <param name="poolSize">Steps of the window, at least 1; 2 when left out.</param>
public class MaxPool1DAttribute(int poolSize = 2) : LayerAttribute
{
    /// <summary>Steps of the window.</summary>
    public int PoolSize { get; init; } = poolSize;

    /// <summary>Step of the window; the pool size when left out.</summary>
    public int Strides { get; init; }

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }
}

/// <summary>Keras' other name of <see cref="MaxPool1DAttribute"/>: the same layer in every respect.</summary>
/// <param name="poolSize">Steps of the window, at least 1; 2 when left out.</param>
public sealed class MaxPooling1DAttribute(int poolSize = 2) : MaxPool1DAttribute(poolSize);
