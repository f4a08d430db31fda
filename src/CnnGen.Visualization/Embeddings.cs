using CnnGen.Data;

namespace CnnGen.Visualization;

/// <summary>
/// The vectors that a layer makes of the images of a data set: images that the network takes for alike lie close together.
/// </summary>
public sealed class Embeddings
{
    private readonly float[] _vectors;

    private Embeddings(LayerInfo layer, int count, int size)
    {
        (Layer, Count, Size) = (layer, count, size);
        _vectors = new float[checked(count * size)];
    }

    /// <summary>The layer.</summary>
    public LayerInfo Layer { get; }

    /// <summary>Images.</summary>
    public int Count { get; }

    /// <summary>Values of a vector: units, or the channels of a map.</summary>
    public int Size { get; }

    /// <summary>The vector of an image.</summary>
    /// <param name="image">Its number in the data set.</param>
    public ReadOnlySpan<float> this[int image] => _vectors.AsSpan(image * Size, Size);

    /// <summary>The vectors of all images; a map becomes the mean over its pixels.</summary>
    /// <param name="inspector">Looks inside of the network.</param>
    /// <param name="images">The images.</param>
    /// <param name="layer">The name of a layer, mostly the one before the output.</param>
    /// <exception cref="ArgumentException">The images do not fit, there are none, or there is no such layer.</exception>
    public static Embeddings Of(NetworkInspector inspector, IImageSource images, string layer)
    {
        ArgumentNullException.ThrowIfNull(inspector);
        ArgumentNullException.ThrowIfNull(layer);
        var reader = new SourceReader(inspector.Info, images);
        var info = inspector.Info.Layers[inspector.Info.IndexOfLayer(layer)];
        var embeddings = new Embeddings(info, images.Count, info.OutputShape[^1]);
        foreach (var (first, some) in reader.Read())
        {
            var values = inspector.Activations(some.Span)[layer];
            var perImage = values.Length * inspector.Info.InputSize / some.Length;
            for (var start = 0; start < values.Length; start += perImage)
                embeddings.Put(first + (start / perImage), values.Slice(start, perImage));
        }

        return embeddings;
    }

    /// <summary>The images that lie closest to an image, by the cosine of the angle between vectors; itself is none of them.</summary>
    /// <param name="image">Its number.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>Their numbers and the cosines, the closest first; of equally close ones the first in the data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image, or the count is negative.</exception>
    public IReadOnlyList<(int Image, double Cosine)> Nearest(int image, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, Count);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return
        [
            .. Enumerable.Range(0, Count).Where(other => other != image).Select(other => (Image: other, Cosine: Cosine(image, other)))
                .OrderByDescending(other => other.Cosine).ThenBy(other => other.Image).Take(count),
        ];
    }

    private double Cosine(int image, int other)
    {
        var a = this[image];
        var b = this[other];
        double product = 0, lengthA = 0, lengthB = 0;
        for (var i = 0; i < Size; i++)
        {
            product += (double)a[i] * b[i];
            lengthA += (double)a[i] * a[i];
            lengthB += (double)b[i] * b[i];
        }

        // A vector of zeros has no direction.
        return lengthA == 0 || lengthB == 0 ? 0 : product / Math.Sqrt(lengthA * lengthB);
    }

    private void Put(int image, ReadOnlySpan<float> values)
    {
        var vector = _vectors.AsSpan(image * Size, Size);
        var pixels = values.Length / Size;
        for (var unit = 0; unit < Size; unit++)
        {
            var sum = 0.0;
            for (var pixel = 0; pixel < pixels; pixel++)
                sum += values[(pixel * Size) + unit];
            vector[unit] = (float)(sum / pixels);
        }
    }
}
