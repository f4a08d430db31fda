using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen;

/// <summary>Learns the statistics of a <c>[Normalization]</c> layer from images.</summary>
internal static class ImageStatistics
{
    /// <summary>Values at a time where images must be read, unless one image has more of them.</summary>
    private const int MostValues = 1 << 22;

    /// <summary>Computes mean and variance of images, and puts them where the layer's state lies.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights and state.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="ArgumentException">They do not fit; the earlier statistics stay.</exception>
    /// <exception cref="InvalidOperationException">The network has no such layer.</exception>
    public static void Learn(NetworkInfo network, WeightStore weights, IImageSource images)
    {
        var normalization = network.Normalization
            ?? throw new InvalidOperationException($"{network.Name} has no [Normalization] to adapt.");
        if (images.Count <= 0)
            throw new ArgumentException("Statistics need at least one image, but the data set is empty.", nameof(images));
        int[] shape = [images.Shape.Height, images.Shape.Width, images.Shape.Channels];
        if (!shape.AsSpan().SequenceEqual(network.InputShape.ToArray()))
        {
            throw new ArgumentException(
                $"{network.Name} takes images of {string.Join(" x ", network.InputShape)}, but the data set has"
                    + $" {images.Shape}.",
                nameof(images));
        }

        var (mean, variance) = Statistics(network, images, normalization.Count);
        for (var i = 0; i < normalization.Count; i++)
        {
            mean[i] = mean[i] * normalization.Scale + normalization.Offset;
            variance[i] = variance[i] * normalization.Scale * normalization.Scale;
            if (!float.IsFinite((float)mean[i]) || !float.IsFinite((float)variance[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The images have the mean {mean[i]} and the variance {variance[i]} at {i}")
                    + ", which is more than float32 holds: scale them down first.",
                    nameof(images));
            }
        }

        var values = weights.Values;
        for (var i = 0; i < normalization.Count; i++)
        {
            values[normalization.MeanOffset + i] = (float)mean[i];
            values[normalization.VarianceOffset + i] = (float)variance[i];
        }

        weights.OnWritten();
    }

    /// <summary>
    /// Mean and population variance of what lies <paramref name="period"/> values apart, in double, in two passes over the images in order.
    /// </summary>
    private static (double[] Mean, double[] Variance) Statistics(NetworkInfo network, IImageSource images, int period)
    {
        var (mean, variance) = (new double[period], new double[period]);
        var perMean = (double)(images.Count * (long)images.Shape.Size / period);
        var batchSize = Math.Max(1, Math.Min(images.Count, MostValues / images.Shape.Size));
        using var batches = BatchStream.Of(new BatchPlan(images, batchSize));
        batches.Begin(epochs: 2);
        for (var pass = 0; pass < 2; pass++)
        {
            for (var done = 0; done < images.Count;)
            {
                var batch = batches.Next();
                if (FiniteValues.IndexOfOther(batch.Floats) is >= 0 and var bad)
                    throw new ArgumentException(DescribeBad(network, batch.Floats[bad], done, bad, images.Shape.Size), nameof(images));
                if (pass == 0)
                    AddValues(batch, mean);
                else
                    AddSquares(batch, mean, variance);
                done += batch.Count;
            }

            foreach (ref var sum in (pass == 0 ? mean : variance).AsSpan())
                sum /= perMean;
        }

        return (mean, variance);
    }

    // A whole number of periods lies in an image.

    private static void AddValues(Batch batch, double[] sums)
    {
        var index = 0;
        var bytes = batch.Bytes;
        var floats = batch.Floats;
        var length = bytes.Length + floats.Length;
        for (var i = 0; i < length; i++)
        {
            sums[index] += batch.HasBytes ? bytes[i] : floats[i];
            index = index + 1 == sums.Length ? 0 : index + 1;
        }
    }

    private static void AddSquares(Batch batch, double[] mean, double[] sums)
    {
        var index = 0;
        var bytes = batch.Bytes;
        var floats = batch.Floats;
        var length = bytes.Length + floats.Length;
        for (var i = 0; i < length; i++)
        {
            var value = (batch.HasBytes ? bytes[i] : floats[i]) - mean[index];
            sums[index] += value * value;
            index = index + 1 == sums.Length ? 0 : index + 1;
        }
    }

    private static string DescribeBad(NetworkInfo network, float value, int firstImage, int index, int size) =>
        FormattableString.Invariant($"Value {index % size} of image {firstImage + (index / size)} is {value}")
        + $", of which {network.Name} can learn no statistics: repair the image, or leave it out.";
}
