namespace CnnGen;

/// <summary>
/// Maximum over a sliding window, channel by channel: (H, W, C) to (H', W', C). Keras' <c>MaxPooling2D</c>.
/// </summary>
/// <remarks>
/// The window is 2 x 2 when left out, as in Keras. Strides default to the pool size, padding to valid. Padding never wins; the gradient
/// goes to the first maximum of a window in row, column order. A window with a NaN gives NaN, and its gradient goes to a NaN; one of
/// -infinity alone gives that.
/// </remarks>
public class MaxPool2DAttribute : LayerAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="poolSize">Rows and columns of the window, at least 1; 2 when left out.</param>
    public MaxPool2DAttribute(int poolSize = 2) => (PoolHeight, PoolWidth) = (poolSize, poolSize);

    /// <summary>A rectangular window.</summary>
    /// <param name="poolHeight">Rows of the window, at least 1.</param>
    /// <param name="poolWidth">Columns of the window, at least 1.</param>
    public MaxPool2DAttribute(int poolHeight, int poolWidth) => (PoolHeight, PoolWidth) = (poolHeight, poolWidth);

    /// <summary>Rows and columns of the window, for a square one that the constructor does not give; 0 where it is not square.</summary>
    public int PoolSize
    {
        get => PoolHeight == PoolWidth ? PoolHeight : 0;
        init => PoolHeight = PoolWidth = value;
    }

    /// <summary>Rows of the window.</summary>
    public int PoolHeight { get; private init; }

    /// <summary>Columns of the window.</summary>
    public int PoolWidth { get; private init; }

    /// <summary>Step of the window, rows and columns; the pool size when left out.</summary>
    public int Strides { get; init; }

    /// <summary>Step in rows, where it differs from <see cref="Strides"/>.</summary>
    public int StrideHeight { get; init; }

    /// <summary>Step in columns, where it differs from <see cref="Strides"/>.</summary>
    public int StrideWidth { get; init; }

    /// <summary>Padding; <see cref="Padding.Valid"/> when left out.</summary>
    public Padding Padding { get; init; }
}

/// <summary>Keras' other name of <see cref="MaxPool2DAttribute"/>: the same layer in every respect.</summary>
public sealed class MaxPooling2DAttribute : MaxPool2DAttribute
{
    /// <inheritdoc/>
    public MaxPooling2DAttribute(int poolSize = 2)
        : base(poolSize)
    {
    }

    /// <inheritdoc/>
    public MaxPooling2DAttribute(int poolHeight, int poolWidth)
        : base(poolHeight, poolWidth)
    {
    }
}
