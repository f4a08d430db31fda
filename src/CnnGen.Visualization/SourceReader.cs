using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Training;

namespace CnnGen.Visualization;

/// <summary>Reads a data set as floats, some images at a time.</summary>
internal sealed class SourceReader
{
    /// <summary>The most images that are read together.</summary>
    public const int ImagesAtOnce = 32;

    private readonly IImageSource _source;
    private readonly float[] _floats;
    private readonly byte[] _bytes;
    private readonly int[] _labels;
    private readonly int[] _read = new int[ImagesAtOnce];
    private readonly float[] _values;

    /// <param name="network">What the images are for.</param>
    /// <param name="source">The images.</param>
    /// <exception cref="ArgumentException">They do not fit, or there are none.</exception>
    public SourceReader(NetworkInfo network, IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int[] shape = [source.Shape.Height, source.Shape.Width, source.Shape.Channels];
        int[] wanted = network.InputShape.Count == 3 ? [.. network.InputShape] : [1, .. network.InputShape];
        if (!shape.AsSpan().SequenceEqual(wanted))
        {
            throw new ArgumentException(
                $"{network.Name} takes images of {string.Join(" x ", network.InputShape)}, but the data set has {source.Shape}.",
                nameof(source));
        }

        if (source.Count == 0)
            throw new ArgumentException("The data set is empty.", nameof(source));
        _source = source;
        _floats = new float[ImagesAtOnce * network.InputSize];
        _bytes = source.HasBytes ? new byte[network.InputSize] : [];
        _labels = source.TargetKind == TargetKind.Classes ? new int[source.TargetSize] : [];
        _values = source.TargetKind == TargetKind.Classes ? [] : new float[source.TargetSize];
    }

    /// <summary>All images, in order.</summary>
    /// <returns>The number of the first of some images, and their values, until the next ones are asked for.</returns>
    public IEnumerable<(int First, ReadOnlyMemory<float> Images)> Read()
    {
        var size = _floats.Length / ImagesAtOnce;
        for (var first = 0; first < _source.Count; first += ImagesAtOnce)
        {
            var count = Math.Min(ImagesAtOnce, _source.Count - first);
            for (var i = 0; i < count; i++)
            {
                Read(first + i, _floats.AsSpan(i * size, size));
                _read[i] = _labels.FirstOrDefault();
            }

            yield return (first, _floats.AsMemory(0, count * size));
        }
    }

    /// <summary>The class of one of the images that were read last, of a source whose targets are a class each.</summary>
    /// <param name="image">Its number.</param>
    public int LabelOf(int image) => _source.Targets.Classes is { IsEmpty: false } labels ? labels[image] : _read[image % ImagesAtOnce];

    /// <summary>What an image looks like: floats from black to white, of odd numbers of channels the first alone.</summary>
    /// <param name="image">Its number.</param>
    public ByteImage PictureOf(int image)
    {
        var (height, width, channels) = (_source.Shape.Height, _source.Shape.Width, _source.Shape.Channels);
        var values = new float[height * width * channels];
        Read(image, values);
        if (!_source.HasBytes)
        {
            float[] finite = [.. values.Where(float.IsFinite).DefaultIfEmpty()];
            var (least, greatest) = (finite.Min(), finite.Max());
            var scale = greatest > least ? 255 / (greatest - least) : 0;
            for (var i = 0; i < values.Length; i++)
                values[i] = float.IsFinite(values[i]) ? (values[i] - least) * scale : 0;
        }

        return channels is 1 or 3
            ? new(height, width, channels, [.. values.Select(value => (byte)Math.Round(value))])
            : new(height, width, 1, [.. values.Where((_, i) => i % channels == 0).Select(value => (byte)Math.Round(value))]);
    }

    private void Read(int image, Span<float> values)
    {
        if (!_source.HasBytes)
        {
            _source.Read(image, new ImageBuffer(values, _labels, _values));
            return;
        }

        _source.Read(image, new ImageBuffer(_bytes, _labels, _values));
        for (var i = 0; i < values.Length; i++)
            values[i] = _bytes[i];
    }
}
