namespace CnnGen.Data;

/// <summary>
/// Reads an image at places between its pixels and outside of it, with the same bits on every machine: plain IEEE operations only.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="shape">Its shape.</param>
/// <param name="fillMode">What lies around it.</param>
/// <param name="fillValue">The value there, where it is constant.</param>
internal readonly ref struct Resampler(ReadOnlySpan<float> image, ImageShape shape, FillMode fillMode, float fillValue)
{
    private const int Outside = -1;

    private readonly ReadOnlySpan<float> _image = image;

    /// <summary>Writes the image that a map makes of this one.</summary>
    /// <param name="map">Where each pixel comes from.</param>
    /// <param name="interpolation">How it is read there.</param>
    /// <param name="result">Room for an image of the same shape.</param>
    public void Run(in AffineMap map, Interpolation interpolation, Span<float> result)
    {
        for (var row = 0; row < shape.Height; row++)
        {
            var (rowX, rowY) = (map.XY * row + map.X0, map.YY * row + map.Y0);
            for (var column = 0; column < shape.Width; column++)
            {
                var (x, y) = (map.XX * column + rowX, map.YX * column + rowY);
                var pixel = result.Slice((row * shape.Width + column) * shape.Channels, shape.Channels);
                if (interpolation == Interpolation.Bilinear)
                    ReadBetween(x, y, pixel);
                else
                    ReadNearest(x, y, pixel);
            }
        }
    }

    private void ReadBetween(double x, double y, Span<float> pixel)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (toRight, toBottom) = ((float)(x - left), (float)(y - top));
        var (column, row) = ((int)left, (int)top);
        var (column0, column1) = (Index(column, shape.Width), Index(column + 1, shape.Width));
        var (row0, row1) = (Index(row, shape.Height), Index(row + 1, shape.Height));
        for (var channel = 0; channel < pixel.Length; channel++)
        {
            var above = Between(At(row0, column0, channel), At(row0, column1, channel), toRight);
            var below = Between(At(row1, column0, channel), At(row1, column1, channel), toRight);
            pixel[channel] = Between(above, below, toBottom);
        }
    }

    private void ReadNearest(double x, double y, Span<float> pixel)
    {
        var column = Index((int)Math.Floor(x + 0.5), shape.Width);
        var row = Index((int)Math.Floor(y + 0.5), shape.Height);
        for (var channel = 0; channel < pixel.Length; channel++)
            pixel[channel] = At(row, column, channel);
    }

    // Of two equal values exactly that value, and with a share of 0 exactly the first.
    private static float Between(float first, float second, float share) => first + (second - first) * share;

    private float At(int row, int column, int channel) => row == Outside || column == Outside
        ? fillValue
        : _image[(row * shape.Width + column) * shape.Channels + channel];

    /// <summary>The row or column of the image that stands for one that may lie outside of it.</summary>
    private int Index(int index, int length)
    {
        if ((uint)index < (uint)length)
            return index;
        switch (fillMode)
        {
            case FillMode.Constant:
                return Outside;
            case FillMode.Nearest:
                return Math.Clamp(index, 0, length - 1);
            case FillMode.Wrap:
                return Modulo(index, length);
            default:
                var inPeriod = Modulo(index, 2 * length);
                return inPeriod < length ? inPeriod : 2 * length - 1 - inPeriod;
        }
    }

    private static int Modulo(int index, int period)
    {
        var rest = index % period;
        return rest < 0 ? rest + period : rest;
    }
}
