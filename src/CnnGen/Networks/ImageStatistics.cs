using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen;

/// <summary>Learns the statistics of a <c>[Normalization]</c> layer from images.</summary>
internal static class ImageStatistics
{
    /// <summary>Computes mean and variance of images, and puts them where the layer's state lies.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights and state.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="ArgumentException">They do not fit; the earlier statistics stay.</exception>
    /// <exception cref="InvalidOperationException">The network has no such layer.</exception>
    public static void Learn(NetworkInfo network, WeightStore weights, ImageDataset images)
    {
        var normalization = network.Normalization
            ?? throw new InvalidOperationException($"{network.Name} has no [Normalization] to adapt.");
        if (images.Count == 0)
            throw new ArgumentException("Statistics need at least one image, but the data set is empty.", nameof(images));
        int[] shape = [images.Height, images.Width, images.Channels];
        if (!shape.AsSpan().SequenceEqual(network.InputShape.ToArray()))
        {
            throw new ArgumentException(
                $"{network.Name} takes images of {string.Join(" x ", network.InputShape)}, but the data set has"
                    + $" {string.Join(" x ", shape)}.",
                nameof(images));
        }

        var (mean, variance) = Statistics(images, normalization.Count);
        // No sum of finite floats leaves the range of double, so one that is not finite has met an image that is not.
        if (Array.Exists(mean, each => !double.IsFinite(each)))
            throw new ArgumentException(DescribeFirstBad(network, images), nameof(images));
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

    private static string DescribeFirstBad(NetworkInfo network, ImageDataset images)
    {
        var first = FiniteValues.IndexOfOther(images.Floats);
        var (image, value) = Math.DivRem(first, images.ImageSize);
        return FormattableString.Invariant($"Value {value} of image {image} is {images.Floats[first]}")
            + $", of which {network.Name} can learn no statistics: repair the image, or leave it out.";
    }

    /// <summary>
    /// Mean and population variance of what lies <paramref name="period"/> values apart, in double, in two passes over the images in order.
    /// </summary>
    private static (double[] Mean, double[] Variance) Statistics(ImageDataset images, int period)
    {
        var (mean, variance) = (new double[period], new double[period]);
        var length = images.Count * (long)images.ImageSize;
        var perMean = (double)(length / period);
        var bytes = images.Bytes;
        var floats = images.Floats;
        for (var pass = 0; pass < 2; pass++)
        {
            var index = 0;
            for (var i = 0; i < length; i++)
            {
                var value = images.HasBytes ? bytes[i] : floats[i];
                if (pass == 0)
                    mean[index] += value;
                else
                    variance[index] += (value - mean[index]) * (value - mean[index]);
                index = index + 1 == period ? 0 : index + 1;
            }

            foreach (ref var sum in (pass == 0 ? mean : variance).AsSpan())
                sum /= perMean;
        }

        return (mean, variance);
    }
}
