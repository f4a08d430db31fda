namespace CnnGen;

/// <summary>A feature map in another size: (H, W, C) to (height, width, C). Keras' <c>Resizing</c>.</summary>
/// <param name="height">Output rows, at least 1.</param>
/// <param name="width">Output columns, at least 1.</param>
/// <remarks>
/// With half-pixel centres, as in Keras 3: output row i lies at (i + 0.5) * H / height - 0.5 among the rows, columns likewise; beyond the
/// first or the last of them is that one. Nothing is averaged where the map becomes smaller. Its sides are scaled each by itself: a
/// <see cref="CenterCropAttribute"/> before it keeps their ratio.
/// </remarks>
public sealed class ResizingAttribute(int height, int width) : LayerAttribute
{
    /// <summary>Output rows.</summary>
    public int Height { get; } = height;

    /// <summary>Output columns.</summary>
    public int Width { get; } = width;

    /// <summary>What is between pixels; <see cref="Interpolation.Bilinear"/> when left out.</summary>
    public Interpolation Interpolation { get; init; }
}
