using System.Buffers;

namespace CnnGen.Images;

/// <summary>
/// A part of a picture at another size, bilinear, as TensorFlow's <c>tf.image.resize</c> with half-pixel centres and without antialiasing:
/// target pixel i lies at (i + 0.5) x size / target - 0.5 among those of the part, and beyond the first or the last of them is that one.
/// </summary>
internal readonly struct Resizing
{
    private readonly ByteImage _picture;
    private readonly int _top;
    private readonly int _left;
    private readonly int _partHeight;
    private readonly int _partWidth;
    private readonly int _height;
    private readonly int _width;

    /// <summary>Prepares it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="crops">
    /// Whether, rather than all of the picture, the largest part in its middle with the ratio of the result is taken: Keras'
    /// <c>crop_to_aspect_ratio</c>, with its roundings.
    /// </param>
    public Resizing(ByteImage picture, int height, int width, bool crops)
    {
        (_picture, _height, _width) = (picture, height, width);
        (_partHeight, _partWidth) = (picture.Height, picture.Width);
        if (!crops)
            return;
        _partHeight = (int)Math.Clamp((long)picture.Width * height / width, 1, picture.Height);
        _partWidth = (int)Math.Clamp((long)picture.Height * width / height, 1, picture.Width);
        (_top, _left) = ((picture.Height - _partHeight) / 2, (picture.Width - _partWidth) / 2);
    }

    private int RowSize => _width * _picture.Channels;

    /// <summary>Writes the result, each value rounded to the nearest byte, halves to the even one.</summary>
    /// <param name="result">Room for height x width x channels values.</param>
    public void Run(Span<byte> result)
    {
        var room = ArrayPool<float>.Shared.Rent(RowSize);
        var row = room.AsSpan(0, RowSize);
        for (var y = 0; y < _height; y++)
        {
            WriteRow(y, row);
            var target = result.Slice(y * RowSize, RowSize);
            for (var i = 0; i < row.Length; i++)
                target[i] = (byte)MathF.Round(row[i]);
        }

        ArrayPool<float>.Shared.Return(room);
    }

    /// <summary>Writes the result as it is computed.</summary>
    /// <param name="result">Room for height x width x channels values.</param>
    public void Run(Span<float> result)
    {
        for (var y = 0; y < _height; y++)
            WriteRow(y, result.Slice(y * RowSize, RowSize));
    }

    private void WriteRow(int y, Span<float> row)
    {
        var channels = _picture.Channels;
        var (above, below, down) = Between(y, _partHeight, _height);
        var top = RowOf(above);
        var bottom = RowOf(below);
        for (var x = 0; x < _width; x++)
        {
            var (left, right, across) = Between(x, _partWidth, _width);
            for (var c = 0; c < channels; c++)
            {
                var upper = Mix(top[(left * channels) + c], top[(right * channels) + c], across);
                var lower = Mix(bottom[(left * channels) + c], bottom[(right * channels) + c], across);
                row[(x * channels) + c] = Mix(upper, lower, down);
            }
        }
    }

    private ReadOnlySpan<byte> RowOf(int row) =>
        _picture.Pixels.Slice((((_top + row) * _picture.Width) + _left) * _picture.Channels, _partWidth * _picture.Channels);

    /// <summary>The two pixels around a target pixel, and how far it is from the first to the second.</summary>
    private static (int First, int Second, float Share) Between(int target, int size, int targetSize)
    {
        var place = ((target + 0.5) * size / targetSize) - 0.5;
        var floor = (int)Math.Floor(place);
        return (Math.Max(floor, 0), Math.Min(floor + 1, size - 1), (float)(place - floor));
    }

    private static float Mix(float first, float second, float share) => first + ((second - first) * share);
}
