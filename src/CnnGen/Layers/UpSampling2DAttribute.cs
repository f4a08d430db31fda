namespace CnnGen;

/// <summary>
/// Repeats rows and columns, or interpolates between them: (H, W, C) to (H * height, W * width, C). Keras' <c>UpSampling2D</c>.
/// </summary>
/// <remarks>
/// Bilinear interpolation is that of half-pixel centres, as in Keras: output i lies at (i + 0.5) / size - 0.5 among the inputs, and beyond
/// the first or the last of them is that one. 1, 2 by 2 is 1, 1.25, 1.75, 2.
/// </remarks>
public sealed class UpSampling2DAttribute : LayerAttribute
{
    /// <summary>The same for rows and columns.</summary>
    /// <param name="size">Outputs for each input, down and across, at least 1; 2 when left out.</param>
    public UpSampling2DAttribute(int size = 2) => (Height, Width) = (size, size);

    /// <summary>Rows and columns each for themselves.</summary>
    /// <param name="height">Output rows for each row, at least 1.</param>
    /// <param name="width">Output columns for each column, at least 1.</param>
    public UpSampling2DAttribute(int height, int width) => (Height, Width) = (height, width);

    /// <summary>Output rows for each row.</summary>
    public int Height { get; }

    /// <summary>Output columns for each column.</summary>
    public int Width { get; }

    /// <summary>What is between pixels; <see cref="Interpolation.Nearest"/>, which repeats them, when left out.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Nearest;
}
