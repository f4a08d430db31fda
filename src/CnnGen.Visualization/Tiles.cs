using CnnGen.Images;

namespace CnnGen.Visualization;

/// <summary>Lays small pictures of one size side by side.</summary>
internal static class Tiles
{
    /// <summary>Writes red, green and blue of a pixel of a tile.</summary>
    public delegate void PixelWriter(int tile, int row, int column, Span<byte> pixel);

    /// <summary>The tiles as a picture of red, green, blue and alpha: between them it is transparent.</summary>
    /// <param name="count">Tiles.</param>
    /// <param name="columns">How many stand side by side.</param>
    /// <param name="tileRows">Rows of each.</param>
    /// <param name="tileColumns">Columns of each.</param>
    /// <param name="pixelSize">Pixels of the picture, down and across, for one of a tile.</param>
    /// <param name="write">Writes a pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1, or the picture larger than an array.</exception>
    public static ByteImage Draw(int count, int columns, int tileRows, int tileColumns, int pixelSize, PixelWriter write)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelSize, 1);
        // Between tiles, and wide enough to be seen.
        var gap = (pixelSize + 3) / 4;
        var rows = (count + columns - 1) / columns;
        var tall = (rows * (((double)tileRows * pixelSize) + gap)) - gap;
        var broad = (columns * (((double)tileColumns * pixelSize) + gap)) - gap;
        if (tall * broad * 4 > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(pixelSize), pixelSize, FormattableString.Invariant(
                    $"The picture would have {tall:N0} x {broad:N0} pixels, and an array holds {Array.MaxLength / 4:N0} at most."));
        }

        var (high, wide, height, width) = (tileRows * pixelSize, tileColumns * pixelSize, (int)tall, (int)broad);
        var pixels = new byte[height * width * 4];
        for (var tile = 0; tile < count; tile++)
        {
            var (top, left) = (tile / columns * (high + gap), tile % columns * (wide + gap));
            for (var row = 0; row < high; row++)
            {
                for (var column = 0; column < wide; column++)
                {
                    var pixel = pixels.AsSpan((((top + row) * width) + left + column) * 4, 4);
                    write(tile, row / pixelSize, column / pixelSize, pixel);
                    pixel[3] = 255;
                }
            }
        }

        return new(height, width, 4, pixels);
    }
}
