namespace CnnGen.Data;

/// <summary>
/// Labelled images of one shape in memory: bytes (0 to 255) or floats, row-major, channels last, one image after the other.
/// A slice shares the storage of what it was cut from.
/// </summary>
public sealed class ImageDataset
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<float> _floats;
    private readonly ReadOnlyMemory<int> _labels;

    /// <summary>Images stored as bytes.</summary>
    /// <param name="images">count x height x width x channels bytes.</param>
    /// <param name="labels">count classes, from 0.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<byte> images, ReadOnlyMemory<int> labels, int height, int width, int channels)
        : this(labels, height, width, channels, images.Length)
    {
        _bytes = images;
        HasBytes = true;
    }

    /// <summary>Images stored as floats.</summary>
    /// <param name="images">count x height x width x channels values.</param>
    /// <param name="labels">count classes, from 0.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <exception cref="ArgumentException">
    /// An extent is not positive, one image has more than 2^31 - 1 values, or the lengths do not fit each other.
    /// </exception>
    public ImageDataset(ReadOnlyMemory<float> images, ReadOnlyMemory<int> labels, int height, int width, int channels)
        : this(labels, height, width, channels, images.Length) => _floats = images;

    private ImageDataset(ReadOnlyMemory<int> labels, int height, int width, int channels, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (Height, Width, Channels, _labels) = (height, width, channels, labels);
        var size = (Int128)height * width * channels;
        if (size > int.MaxValue)
            throw new ArgumentException($"An image of {height} x {width} x {channels} has {size} values; {int.MaxValue} are possible.");
        if (length != labels.Length * size)
            throw new ArgumentException(
                $"{labels.Length} labels need {labels.Length * size} values ({height} x {width} x {channels} each), but {length} came.");
        ImageSize = (int)size;
    }

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Channels of an image.</summary>
    public int Channels { get; }

    /// <summary>Rows, columns and channels of an image.</summary>
    public ImageShape Shape => new(Height, Width, Channels);

    /// <summary>Values of one image.</summary>
    public int ImageSize { get; }

    /// <summary>Whether the images are stored as bytes rather than floats.</summary>
    public bool HasBytes { get; }

    /// <summary>All images, where <see cref="HasBytes"/>; else empty.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>All images, where not <see cref="HasBytes"/>; else empty.</summary>
    public ReadOnlySpan<float> Floats => _floats.Span;

    /// <summary>The classes.</summary>
    public ReadOnlySpan<int> Labels => _labels.Span;

    /// <summary>A run of images, without copying.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the data set.</exception>
    public ImageDataset Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        var labels = _labels.Slice(start, count);
        return HasBytes
            ? new ImageDataset(_bytes.Slice(start * ImageSize, count * ImageSize), labels, Height, Width, Channels)
            : new ImageDataset(_floats.Slice(start * ImageSize, count * ImageSize), labels, Height, Width, Channels);
    }
}
