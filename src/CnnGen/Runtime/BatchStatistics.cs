using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>
/// Puts together, between two segments of a training pass, what batch normalization needs of the whole batch, and what it makes of its
/// state in prediction. All sums over images are in their order and in double precision, so no thread and no instruction set changes them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BatchStatistics
{
    // Rows of the room that a layer has for what is of the whole batch, each of all lanes.
    private const int Mean = 0;
    private const int Scale = 1;
    private const int Shift = 2;
    private const int Deviation = 3;
    private const int OfGradient = 4;
    private const int OfInput = 5;

    /// <summary>Rows of the room of a layer: mean, scale and shift of the forward direction, and three of the way back.</summary>
    public const int Rows = 6;

    /// <summary>Mean and variance of a batch, and what they make of gamma, beta and the moving statistics.</summary>
    /// <param name="sums">For each image the sum of each channel, then the sum of squared distances from the image's mean.</param>
    /// <param name="imageStride">Floats from one image's to the next.</param>
    /// <param name="images">Images of the batch.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Gamma and beta; null for one that the layer has not.</param>
    /// <param name="state">The moving statistics, which are brought up to date.</param>
    /// <param name="batch">Room for <see cref="Rows"/> rows.</param>
    public static void JoinForward(
        float* sums, nint imageStride, int images, int pixels, in BatchNormalizationLayer layer, in BatchNormalizationWeights weights,
        in MovingStatistics state, float* batch)
    {
        var (lanes, count) = (layer.Lanes, (double)images * pixels);
        var share = 1f / pixels;
        for (var channel = 0; channel < layer.Channels; channel++)
        {
            var sum = 0.0;
            for (var image = 0; image < images; image++)
                sum += sums[(image * imageStride) + channel];
            var mean = sum / count;
            var squares = 0.0;
            for (var image = 0; image < images; image++)
            {
                var own = sums + (image * imageStride) + channel;
                // The very mean that the image's distances are from.
                var distance = (*own * share) - mean;
                squares += own[lanes] + (pixels * distance * distance);
            }

            var variance = squares / count;
            var deviation = 1 / Math.Sqrt(variance + layer.Epsilon);
            batch[(Mean * lanes) + channel] = (float)mean;
            batch[(Scale * lanes) + channel] = (float)(deviation * (weights.Gamma == null ? 1 : weights.Gamma[channel]));
            batch[(Shift * lanes) + channel] = weights.Beta == null ? 0 : weights.Beta[channel];
            batch[(Deviation * lanes) + channel] = (float)deviation;
            state.Mean[channel] = Moved(state.Mean[channel], mean, layer.Momentum);
            state.Variance[channel] = Moved(state.Variance[channel], variance, layer.Momentum);
        }

        for (var row = 0; row < Rows; row++)
            new Span<float>(batch + (row * lanes) + layer.Channels, lanes - layer.Channels).Clear();
    }

    /// <summary>The gradients of gamma and beta, and what the input's gradient is made of.</summary>
    /// <param name="sums">For each image the sum of the output's gradient, then the sum of its products with x - mean, by channel.</param>
    /// <param name="imageStride">Floats from one image's to the next.</param>
    /// <param name="images">Images of the batch.</param>
    /// <param name="pixels">Pixels of an image.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="gradients">Room for the gradients of gamma and beta; null for one that the layer has not.</param>
    /// <param name="batch">What <see cref="JoinForward"/> wrote.</param>
    public static void JoinBackward(
        float* sums, nint imageStride, int images, int pixels, in BatchNormalizationLayer layer, in BatchNormalizationWeights gradients,
        float* batch)
    {
        var (lanes, count) = (layer.Lanes, (double)images * pixels);
        for (var channel = 0; channel < layer.Channels; channel++)
        {
            var (sum, products) = (0.0, 0.0);
            for (var image = 0; image < images; image++)
            {
                var own = sums + (image * imageStride) + channel;
                sum += *own;
                products += own[lanes];
            }

            double deviation = batch[(Deviation * lanes) + channel], scale = batch[(Scale * lanes) + channel];
            if (gradients.Gamma != null)
                gradients.Gamma[channel] = (float)(products * deviation);
            if (gradients.Beta != null)
                gradients.Beta[channel] = (float)sum;
            batch[(OfGradient * lanes) + channel] = (float)(-scale * sum / count);
            batch[(OfInput * lanes) + channel] = (float)(-scale * products * deviation * deviation / count);
        }
    }

    /// <summary>What the layer is in prediction: y = x * scale + shift.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Gamma and beta; null for one that the layer has not.</param>
    /// <param name="state">The moving statistics.</param>
    /// <param name="bias">Added to x before, by the layer that computes it; null where nothing is.</param>
    /// <param name="scale">Room for a factor for each lane, then for a shift for each lane.</param>
    public static void Fold(
        in BatchNormalizationLayer layer, in BatchNormalizationWeights weights, in MovingStatistics state, float* bias, float* scale)
    {
        var shift = scale + layer.Lanes;
        new Span<float>(scale, 2 * layer.Lanes).Clear();
        for (var channel = 0; channel < layer.Channels; channel++)
        {
            var factor = (weights.Gamma == null ? 1.0 : weights.Gamma[channel]) / Math.Sqrt(state.Variance[channel] + layer.Epsilon);
            scale[channel] = (float)factor;
            shift[channel] = (float)(
                (((bias == null ? 0.0 : bias[channel]) - state.Mean[channel]) * factor)
                    + (weights.Beta == null ? 0 : weights.Beta[channel]));
        }
    }

    private static float Moved(float moving, double batch, double momentum) => (float)((moving * momentum) + (batch * (1 - momentum)));
}

/// <summary>What is known of a batch normalization at build time.</summary>
/// <param name="Channels">Its channels.</param>
/// <param name="Lanes">The same, rounded up to whole vectors.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Momentum">What the moving statistics keep of themselves.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BatchNormalizationLayer(int Channels, int Lanes, double Epsilon, double Momentum);

/// <summary>Gamma and beta of a batch normalization, or their gradients.</summary>
/// <param name="gamma">By channel; null where there is none.</param>
/// <param name="beta">By channel; null where there is none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct BatchNormalizationWeights(float* gamma, float* beta)
{
    /// <summary>Gamma, by channel.</summary>
    public readonly float* Gamma = gamma;

    /// <summary>Beta, by channel.</summary>
    public readonly float* Beta = beta;
}

/// <summary>The state of a batch normalization.</summary>
/// <param name="mean">By channel.</param>
/// <param name="variance">By channel.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct MovingStatistics(float* mean, float* variance)
{
    /// <summary>The moving mean, by channel.</summary>
    public readonly float* Mean = mean;

    /// <summary>The moving variance, by channel.</summary>
    public readonly float* Variance = variance;
}
