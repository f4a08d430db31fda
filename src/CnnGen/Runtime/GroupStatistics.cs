using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>
/// Puts together, for one image, what group normalization needs of the channels of each group: in their order and in double precision, so
/// no instruction set changes it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class GroupStatistics
{
    // Rows of the room of an image, each of all lanes; see BatchStatistics.
    private const int Mean = 0;
    private const int Scale = 1;
    private const int Shift = 2;
    private const int Deviation = 3;
    private const int OfGradient = 4;
    private const int OfInput = 5;

    /// <summary>Mean and variance of each group, and what they make of gamma and beta.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Gamma and beta; null for one that the layer has not.</param>
    /// <param name="statistics">
    /// For each channel the sum over the pixels, then the sum of squared distances from the channel's mean; what comes out takes their
    /// place, <see cref="BatchStatistics.Rows"/> rows in all.
    /// </param>
    public static void JoinForward(in GroupNormalizationLayer layer, in BatchNormalizationWeights weights, float* statistics)
    {
        var (lanes, size, share) = (layer.Lanes, layer.Channels / layer.Groups, 1f / layer.Pixels);
        for (var first = 0; first < layer.Channels; first += size)
        {
            var sum = 0.0;
            for (var channel = first; channel < first + size; channel++)
                sum += statistics[channel];
            var mean = sum / ((double)layer.Pixels * size);
            var squares = 0.0;
            for (var channel = first; channel < first + size; channel++)
            {
                // The very mean that the channel's distances are from.
                var distance = (statistics[channel] * share) - mean;
                squares += statistics[lanes + channel] + (layer.Pixels * distance * distance);
            }

            var deviation = 1 / Math.Sqrt((squares / ((double)layer.Pixels * size)) + layer.Epsilon);
            for (var channel = first; channel < first + size; channel++)
            {
                statistics[(Mean * lanes) + channel] = (float)mean;
                statistics[(Scale * lanes) + channel] = (float)(deviation * (weights.Gamma == null ? 1 : weights.Gamma[channel]));
                statistics[(Shift * lanes) + channel] = weights.Beta == null ? 0 : weights.Beta[channel];
                statistics[(Deviation * lanes) + channel] = (float)deviation;
            }
        }

        for (var row = 0; row < BatchStatistics.Rows; row++)
            new Span<float>(statistics + (row * lanes) + layer.Channels, lanes - layer.Channels).Clear();
    }

    /// <summary>What the input's gradient is made of, and what the image gives to those of beta and gamma.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="statistics">What <see cref="JoinForward"/> wrote.</param>
    /// <param name="sums">
    /// For each channel the sum of the output's gradient, then that of its products with x - mean, which become products with what the
    /// group is normalized to.
    /// </param>
    public static void JoinBackward(in GroupNormalizationLayer layer, float* statistics, float* sums)
    {
        var (lanes, size) = (layer.Lanes, layer.Channels / layer.Groups);
        var count = (double)layer.Pixels * size;
        for (var first = 0; first < layer.Channels; first += size)
        {
            var (sum, products) = (0.0, 0.0);
            for (var channel = first; channel < first + size; channel++)
            {
                double scale = statistics[(Scale * lanes) + channel];
                sum += scale * sums[channel];
                products += scale * sums[lanes + channel];
            }

            double deviation = statistics[(Deviation * lanes) + first];
            for (var channel = first; channel < first + size; channel++)
            {
                statistics[(OfGradient * lanes) + channel] = (float)(-sum / count);
                statistics[(OfInput * lanes) + channel] = (float)(-products * deviation * deviation / count);
                sums[lanes + channel] *= (float)deviation;
            }
        }
    }
}

/// <summary>What is known of a group normalization at build time.</summary>
/// <param name="Channels">Its channels.</param>
/// <param name="Lanes">The same, rounded up to whole vectors.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Pixels">Pixels of an image.</param>
/// <param name="Epsilon">Added to the variance.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GroupNormalizationLayer(int Channels, int Lanes, int Groups, int Pixels, double Epsilon);
