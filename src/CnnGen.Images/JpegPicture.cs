namespace CnnGen.Images;

/// <summary>
/// Makes pixels of the samples of a JPEG picture: brings all components to its size, and their colours to red, green and blue.
/// </summary>
/// <remarks>
/// As libjpeg-turbo, which Pillow and browsers use: where a component has half the columns or rows, its samples are interpolated
/// ("fancy upsampling", weights 3 and 1), else repeated; colours by the integers of JFIF (ITU-R 601). Printer's colours are the inverted
/// ones of Adobe, since no others are met: red = C K / 255.
/// </remarks>
internal sealed class JpegPicture
{
    private readonly JpegFrame _frame;
    private readonly JpegColors _colors;
    private readonly byte[][] _rows;
    private readonly int[] _sums;

    /// <summary>Prepares a picture whose components have samples.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="colors">What its components are.</param>
    public JpegPicture(JpegFrame frame, JpegColors colors)
    {
        (_frame, _colors) = (frame, colors);
        _rows = [.. frame.Components.Select(_ => new byte[frame.Width])];
        _sums = new int[frame.Components.Max(component => component.Size.Width)];
    }

    /// <summary>Makes the pixels.</summary>
    public ByteImage ToImage()
    {
        var (width, height) = (_frame.Width, _frame.Height);
        var channels = _frame.Components.Count == 1 ? 1 : 3;
        var pixels = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            for (var i = 0; i < _rows.Length; i++)
                FillRow(_frame.Components[i], y, _rows[i]);
            var row = pixels.AsSpan(y * width * channels, width * channels);
            if (channels == 1)
                _rows[0].CopyTo(row);
            else
                FillColors(row);
        }

        return new ByteImage(height, width, channels, pixels);
    }

    /// <summary>A row of a component, as wide as the picture.</summary>
    private void FillRow(JpegComponent component, int y, Span<byte> row)
    {
        var (horizontal, vertical) = (_frame.Horizontal / component.Horizontal, _frame.Vertical / component.Vertical);
        var (width, height) = component.Size;
        var near = Samples(component, y / vertical);
        var halfRows = vertical == 2 && (horizontal == 1 || (horizontal == 2 && width > 2));
        var halfColumns = horizontal == 2 && width > 2 && vertical <= 2;
        if (!halfRows && !halfColumns)
        {
            for (var x = 0; x < row.Length; x++)
                row[x] = near[x / horizontal];
            return;
        }

        var far = Samples(component, Math.Clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, height - 1));
        var sums = _sums.AsSpan(0, width);
        for (var x = 0; x < width; x++)
            sums[x] = halfRows ? 3 * near[x] + far[x] : near[x];
        if (!halfColumns)
        {
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)((sums[x] + 1 + y % 2) >> 2);
            return;
        }

        // Halves are rounded up and down by turns, so that no colour grows.
        var (shift, even, odd) = halfRows ? (4, 8, 7) : (2, 1, 2);
        for (var x = 0; x < row.Length; x++)
        {
            var i = x / 2;
            row[x] = x % 2 == 0
                ? (byte)((3 * sums[i] + sums[Math.Max(i - 1, 0)] + even) >> shift)
                : (byte)((3 * sums[i] + sums[Math.Min(i + 1, width - 1)] + odd) >> shift);
        }
    }

    private static ReadOnlySpan<byte> Samples(JpegComponent component, int row) =>
        component.Samples.AsSpan(row * 8 * component.BlocksInRow, component.Size.Width);

    private void FillColors(Span<byte> row)
    {
        var isLuma = _colors is JpegColors.YCbCr or JpegColors.Ycck;
        for (var x = 0; x < _frame.Width; x++)
        {
            var pixel = row.Slice(3 * x, 3);
            if (isLuma)
                ToRgb(_rows[0][x], _rows[1][x] - 128, _rows[2][x] - 128, pixel);
            else
                (pixel[0], pixel[1], pixel[2]) = (_rows[0][x], _rows[1][x], _rows[2][x]);
            if (_rows.Length < 4)
                continue;
            foreach (ref var value in pixel)
            {
                var color = _colors == JpegColors.Ycck ? 255 - value : value;
                value = (byte)((color * _rows[3][x] + 127) / 255);
            }
        }
    }

    /// <summary>1.402, 0.344136, 0.714136 and 1.772 in 65536ths.</summary>
    private static void ToRgb(int luma, int blue, int red, Span<byte> pixel)
    {
        const int half = 1 << 15;
        pixel[0] = (byte)Math.Clamp(luma + ((91881 * red + half) >> 16), 0, 255);
        pixel[1] = (byte)Math.Clamp(luma + ((-22554 * blue - 46802 * red + half) >> 16), 0, 255);
        pixel[2] = (byte)Math.Clamp(luma + ((116130 * blue + half) >> 16), 0, 255);
    }
}
