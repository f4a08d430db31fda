namespace CnnGen.Images;

/// <summary>What the samples of a PNG file mean; the values are the file's.</summary>
internal enum PngColorType
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>The header of a PNG file (chunk IHDR), after its checks.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitDepth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">What the samples mean.</param>
/// <param name="IsInterlaced">Whether the rows come in the seven passes of Adam7.</param>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    /// <summary>The most rows or columns: as many as libpng takes when it is not told otherwise.</summary>
    public const int MaxSide = 1_000_000;

    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
        [new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2), new(1, 0, 2, 1)];

    /// <summary>The passes in their order in the file.</summary>
    public ReadOnlySpan<PngPass> Passes => IsInterlaced ? Adam7 : Whole;

    /// <summary>Samples of a pixel in the file.</summary>
    public int SamplesPerPixel => ColorType switch { PngColorType.Rgb => 3, PngColorType.GreyAlpha => 2, PngColorType.Rgba => 4, _ => 1 };

    /// <summary>Channels of a pixel in memory: a palette has three.</summary>
    public int Channels => ColorType == PngColorType.Palette ? 3 : SamplesPerPixel;

    /// <summary>Bytes of the picture in memory.</summary>
    public long PixelBytes => (long)Width * Height * Channels;

    /// <summary>How far back the row filters look: a pixel, but a byte at least.</summary>
    public int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    /// <summary>Bytes of all rows, each with its filter's number in front.</summary>
    public long RawBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var pass in Passes)
            {
                if (pass.ColumnsOf(Width) is > 0 and var columns)
                    bytes += (1L + RowBytes(columns)) * pass.RowsOf(Height);
            }

            return bytes;
        }
    }

    /// <summary>Bytes of a row without its filter's number.</summary>
    /// <param name="columns">Its pixels, at most <see cref="MaxSide"/>.</param>
    public int RowBytes(int columns) => (columns * SamplesPerPixel * BitDepth + 7) / 8;
}

/// <summary>A part of an interlaced picture: every n-th pixel of every m-th row.</summary>
internal readonly record struct PngPass(int FirstRow, int FirstColumn, int RowStep, int ColumnStep)
{
    /// <summary>How many columns of a picture belong to it.</summary>
    public int ColumnsOf(int width) => (width - FirstColumn + ColumnStep - 1) / ColumnStep;

    /// <summary>How many rows of a picture belong to it.</summary>
    public int RowsOf(int height) => (height - FirstRow + RowStep - 1) / RowStep;
}
