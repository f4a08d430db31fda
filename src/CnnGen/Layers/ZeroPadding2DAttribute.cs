namespace CnnGen;

/// <summary>
/// Rows and columns of zeros around a feature map: (H, W, C) to (top + H + bottom, left + W + right, C). Keras'
/// <c>ZeroPadding2D</c>.
/// </summary>
/// <remarks>In front of a convolution or a pool it is free as a rule: what is before it writes into the middle.</remarks>
public sealed class ZeroPadding2DAttribute : LayerAttribute
{
    /// <summary>As many on every side.</summary>
    /// <param name="padding">Rows above and below, and columns left and right, at least 0; 1 when left out.</param>
    public ZeroPadding2DAttribute(int padding = 1) => (Top, Bottom, Left, Right) = (padding, padding, padding, padding);

    /// <summary>Rows and columns, on both sides of each.</summary>
    /// <param name="height">Rows above, and as many below, at least 0.</param>
    /// <param name="width">Columns on the left, and as many on the right, at least 0.</param>
    public ZeroPadding2DAttribute(int height, int width) => (Top, Bottom, Left, Right) = (height, height, width, width);

    /// <summary>Each side for itself.</summary>
    /// <param name="top">Rows above, at least 0.</param>
    /// <param name="bottom">Rows below, at least 0.</param>
    /// <param name="left">Columns on the left, at least 0.</param>
    /// <param name="right">Columns on the right, at least 0.</param>
    public ZeroPadding2DAttribute(int top, int bottom, int left, int right) => (Top, Bottom, Left, Right) = (top, bottom, left, right);

    /// <summary>Rows that are added above.</summary>
    public int Top { get; }

    /// <summary>Rows that are added below.</summary>
    public int Bottom { get; }

    /// <summary>Columns that are added on the left.</summary>
    public int Left { get; }

    /// <summary>Columns that are added on the right.</summary>
    public int Right { get; }
}
