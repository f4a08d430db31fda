using CnnGen.Data;
using CnnGen.Formats;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    /// <summary>Keras' <c>epsilon()</c>: the least standard deviation that is divided by.</summary>
    private const double LeastDeviation = 1e-7;

    /// <inheritdoc/>
    public void Adapt(ImageDataset images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var use = Enter();
        var normalization = Info.Normalization
            ?? throw new InvalidOperationException($"{Info.Name} has no [Normalization] to adapt.");
        if (images.Count == 0)
            throw new ArgumentException("Statistics need at least one image, but the data set is empty.", nameof(images));
        int[] shape = [images.Height, images.Width, images.Channels];
        if (!shape.AsSpan().SequenceEqual(Info.InputShape.ToArray()))
        {
            throw new ArgumentException(
                $"{Info.Name} takes images of {string.Join(" x ", Info.InputShape)}, but the data set has {string.Join(" x ", shape)}.",
                nameof(images));
        }

        var (mean, variance) = Statistics(images, normalization.Count);
        // No sum of finite floats leaves the range of double, so one that is not finite has met an image that is not.
        if (Array.Exists(mean, each => !double.IsFinite(each)))
            throw new ArgumentException(DescribeFirstBad(images), nameof(images));
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

        var weights = Weights;
        for (var i = 0; i < normalization.Count; i++)
        {
            weights[normalization.MeanOffset + i] = (float)mean[i];
            weights[normalization.VarianceOffset + i] = (float)variance[i];
        }

        OnParametersChanged();
    }

    private string DescribeFirstBad(ImageDataset images)
    {
        var first = FiniteValues.IndexOfOther(images.Floats);
        var (image, value) = Math.DivRem(first, images.ImageSize);
        return FormattableString.Invariant($"Value {value} of image {image} is {images.Floats[first]}")
            + $", of which {Info.Name} can learn no statistics: repair the image, or leave it out.";
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

    /// <summary>Turns mean and variance into the factor and the shift that kernels apply by one multiply-add.</summary>
    private void DeriveNormalization()
    {
        if (Info.Normalization is not { } normalization)
            return;
        var weights = _weights.Pointer;
        for (var i = 0; i < normalization.Count; i++)
        {
            // What never varies is only shifted: dividing it by epsilon would blow the least difference up to millions.
            var variance = (double)weights[normalization.VarianceOffset + i];
            var factor = variance == 0 ? 1 : 1 / Math.Max(Math.Sqrt(variance), LeastDeviation);
            weights[normalization.FactorOffset + i] = (float)factor;
            weights[normalization.ShiftOffset + i] = (float)(-weights[normalization.MeanOffset + i] * factor);
        }
    }
}
