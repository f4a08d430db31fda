namespace CnnGen;

/// <summary>
/// Takes rows and columns off a feature map: (H, W, C) to (H - top - bottom, W - left - right, C), of which a pixel at least
/// must be left. Keras' <c>Cropping2D</c>.
/// </summary>
public sealed class Cropping2DAttribute : LayerAttribute
{
    /// <summary>As many on every side.</summary>
    /// <param name="cropping">Rows above and below, and columns left and right, at least 0.</param>
    public Cropping2DAttribute(int cropping) => (Top, Bottom, Left, Right) = (cropping, cropping, cropping, cropping);

    /// <summary>Rows and columns, on both sides of each.</summary>
    /// <param name="height">Rows above, and as many below, at least 0.</param>
    /// <param name="width">Columns on the left, and as many on the right, at least 0.</param>
    public Cropping2DAttribute(int height, int width) => (Top, Bottom, Left, Right) = (height, height, width, width);

    /// <summary>Each side for itself.</summary>
    /// <param name="top">Rows above, at least 0.</param>
    /// <param name="bottom">Rows below, at least 0.</param>
    /// <param name="left">Columns on the left, at least 0.</param>
    /// <param name="right">Columns on the right, at least 0.</param>
    public Cropping2DAttribute(int top, int bottom, int left, int right) => (Top, Bottom, Left, Right) = (top, bottom, left, right);

    /// <summary>Rows that are taken off above.</summary>
    public int Top { get; }

    /// <summary>Rows that are taken off below.</summary>
    public int Bottom { get; }

    /// <summary>Columns that are taken off on the left.</summary>
    public int Left { get; }

    /// <summary>Columns that are taken off on the right.</summary>
    public int Right { get; }
}
