using CnnGen.Images;

namespace DenoiserSample;

/// <summary>Many small pictures as one: those that belong together below each other, and such columns beside each other.</summary>
internal static class ContactSheet
{
    private const int Scale = 3;
    private const int Gap = 6;
    private const int PerRow = 12;
    private const byte Paper = 255;

    /// <summary>Writes a PNG file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Grey pictures of one size, and of one number for each column; at least one.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<IReadOnlyList<ByteImage>> columns) =>
        File.WriteAllBytes(path, Draw(columns).ToPng());

    private static ByteImage Draw(IReadOnlyList<IReadOnlyList<ByteImage>> columns)
    {
        var first = columns[0][0];
        var (cellHeight, cellWidth) = (first.Height * Scale + Gap, first.Width * Scale + Gap);
        var perColumn = columns[0].Count;
        var perRow = Math.Min(PerRow, columns.Count);
        var rows = (columns.Count + perRow - 1) / perRow;
        // Between rows of columns there is more room than within.
        var rowHeight = perColumn * cellHeight + Gap;
        var (height, width) = (rows * rowHeight, perRow * cellWidth + Gap);
        var pixels = new byte[height * width];
        Array.Fill(pixels, Paper);
        for (var i = 0; i < columns.Count; i++)
        {
            for (var k = 0; k < perColumn; k++)
            {
                var (top, left) = (i / perRow * rowHeight + k * cellHeight + Gap, i % perRow * cellWidth + Gap);
                Place(columns[i][k].ResizeNearest(first.Height * Scale, first.Width * Scale), pixels, width, top, left);
            }
        }

        return new ByteImage(height, width, 1, pixels);
    }

    private static void Place(ByteImage picture, byte[] pixels, int width, int top, int left)
    {
        for (var y = 0; y < picture.Height; y++)
            picture.Pixels.Slice(y * picture.Width, picture.Width).CopyTo(pixels.AsSpan((top + y) * width + left));
    }
}
