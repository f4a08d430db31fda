namespace CnnGen;

/// <summary>The middle of a feature map: (H, W, C) to (height, width, C). Keras' <c>CenterCrop</c>.</summary>
/// <param name="height">Rows that are left, from 1 to H.</param>
/// <param name="width">Columns that are left, from 1 to W.</param>
/// <remarks>
/// The first row of the middle is (H - height) / 2, rounded down; columns likewise. Of a map that is smaller than what is asked for, Keras
/// enlarges a part; here that is error CNN039, and <see cref="ResizingAttribute"/> enlarges.
/// </remarks>
public sealed class CenterCropAttribute(int height, int width) : LayerAttribute
{
    /// <summary>Rows that are left.</summary>
    public int Height { get; } = height;

    /// <summary>Columns that are left.</summary>
    public int Width { get; } = width;
}
