namespace CnnGen;

/// <summary>
/// The same values in another shape, in row, column, channel order: (H, W, C) or (n) to (height, width, channels) or (units). Keras'
/// <c>Reshape</c>.
/// </summary>
/// <remarks>The numbers of values must be equal. It is free where both lie alike in memory.</remarks>
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>A vector.</summary>
    /// <param name="units">Its length, at least 1.</param>
    public ReshapeAttribute(int units) => Units = units;

    /// <summary>A feature map.</summary>
    /// <param name="height">Its rows, at least 1.</param>
    /// <param name="width">Its columns, at least 1.</param>
    /// <param name="channels">Its channels, at least 1.</param>
    public ReshapeAttribute(int height, int width, int channels) => (Height, Width, Channels) = (height, width, channels);

    /// <summary>Length of a vector; 0 for a feature map.</summary>
    public int Units { get; }

    /// <summary>Rows of a feature map; 0 for a vector.</summary>
    public int Height { get; }

    /// <summary>Columns of a feature map; 0 for a vector.</summary>
    public int Width { get; }

    /// <summary>Channels of a feature map; 0 for a vector.</summary>
    public int Channels { get; }
}
