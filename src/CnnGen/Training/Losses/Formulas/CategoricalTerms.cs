using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Losses of classes that exclude each other, from logits or from probabilities. With h the derivative of a class's value by the logarithm
/// of its probability q, and H the sum of all h, the gradient of a logit is h - q H; that of a probability p, of which q is p / S, S being
/// the sum of all p, is (h / q - H) / S.
/// </summary>
internal static unsafe class CategoricalTerms
{
    /// <summary>The mean over the positions of an image, and its gradient times a factor.</summary>
    /// <param name="image">Outputs, targets and room for the gradient.</param>
    /// <param name="loss">Whether outputs are logits, and what becomes of targets.</param>
    /// <param name="entropy">What a class adds.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="channels">The classes.</param>
    public static double Mean<TEntropy>(in LossImage image, CrossentropyLoss loss, TEntropy entropy, float scale, int channels)
        where TEntropy : struct, ICategoricalEntropy
    {
        var (positions, smoothed) = (image.Count / channels, SmoothedTarget.Over(loss.LabelSmoothing, channels));
        var (sum, ofPosition) = (0.0, scale / positions);
        if (image.WantsLogitsGradients)
        {
            sum = image.Sum(new ProbabilityTerms<TEntropy>(entropy, smoothed), 1);
            PastSoftmax(image.Outputs, image, ofPosition, channels);
        }
        else if (loss.FromLogits && channels < PositionSoftmax.ManyChannels)
        {
            sum = OfFewLogits(image, smoothed, entropy, ofPosition, channels);
        }
        else
        {
            for (var start = 0; start < image.Count; start += channels)
            {
                var vector = image.Slice(start, channels);
                sum += loss.FromLogits
                    ? OfLogits(vector, smoothed, entropy, ofPosition)
                    : OfProbabilities(vector, smoothed, entropy, ofPosition);
            }
        }

        return sum / positions;
    }

    private static double OfLogits<TEntropy>(in LossImage vector, SmoothedTarget smoothed, TEntropy entropy, float scale)
        where TEntropy : struct, ICategoricalEntropy
    {
        LogSoftmax(vector);
        // The logarithms take the place of the gradients, and leave it with them.
        var logs = vector.Of(vector.Gradients, vector.Targets, vector.Gradients, vector.Count);
        var sum = logs.Sum(new LogitTerms<TEntropy>(entropy, smoothed, SumsSlopes: false), 1);
        var slopes = logs.Sum(new LogitTerms<TEntropy>(entropy, smoothed, SumsSlopes: true), 1);
        logs.Sum(new LogitGradient<TEntropy>(entropy, smoothed, (float)slopes), scale);
        return sum;
    }

    /// <summary>The same of positions with few classes, a block of them at a time.</summary>
    private static double OfFewLogits<TEntropy>(
        in LossImage image, SmoothedTarget smoothed, TEntropy entropy, float scale, int channels)
        where TEntropy : struct, ICategoricalEntropy
    {
        float* maxima = stackalloc float[PositionSoftmax.Positions], logarithms = stackalloc float[PositionSoftmax.Positions];
        var probabilities = stackalloc float[PositionSoftmax.Values];
        var size = PositionSoftmax.Positions * channels;
        var sum = 0.0;
        for (var start = 0; start < image.Count; start += size)
        {
            var block = image.Slice(start, Math.Min(size, image.Count - start));
            PositionSoftmax.Apply(block, channels, maxima, logarithms);
            float* logits = block.Outputs, logs = block.Gradients;
            for (var (first, position) = (0, 0); first < block.Count; first += channels, position++)
            {
                for (var i = first; i < first + channels; i++)
                {
                    probabilities[i] = logs[i];
                    logs[i] = logits[i] - maxima[position] - logarithms[position];
                }
            }

            sum += block.Of(logs, block.Targets, logs, block.Count).Sum(new LogarithmTerms<TEntropy>(entropy, smoothed), 1);
            PastSoftmax(probabilities, block, scale, channels);
        }

        return sum;
    }

    private static double OfProbabilities<TEntropy>(in LossImage vector, SmoothedTarget smoothed, TEntropy entropy, float scale)
        where TEntropy : struct, ICategoricalEntropy
    {
        var total = (float)vector.Sum(default(OutputItself), 1);
        var terms = new ShareTerms<TEntropy>(entropy, smoothed, total, SlopeSum: 0, SumsSlopes: true);
        var slopeSum = (float)vector.Sum(terms, 1);
        return vector.Sum(terms with { SlopeSum = slopeSum, SumsSlopes = false }, scale / total);
    }

    /// <summary>h - q H of each position, times a factor, where the gradients are h.</summary>
    private static void PastSoftmax(float* probabilities, in LossImage image, float scale, int channels)
    {
        var gradients = image.Gradients;
        for (var first = 0; first < image.Count; first += channels)
        {
            var slopeSum = 0f;
            for (var i = first; i < first + channels; i++)
                slopeSum += gradients[i];
            for (var i = first; i < first + channels; i++)
                gradients[i] = (gradients[i] - (probabilities[i] * slopeSum)) * scale;
        }
    }

    private static void LogSoftmax(in LossImage vector)
    {
        float* logits = vector.Outputs, logs = vector.Gradients;
        var count = vector.Count;
        switch (vector.InstructionSet)
        {
            case InstructionSet.Avx512:
                Runtime.LogSoftmax.Forward<Lanes512, Vector512<float>>(logits, logs, count);
                break;
            case InstructionSet.Avx2:
                Runtime.LogSoftmax.Forward<Lanes256, Vector256<float>>(logits, logs, count);
                break;
            case InstructionSet.Vector128:
                Runtime.LogSoftmax.Forward<Lanes128, Vector128<float>>(logits, logs, count);
                break;
            default:
                Runtime.LogSoftmax.Forward<Lanes1, float>(logits, logs, count);
                break;
        }
    }

    /// <summary>Values, or slopes, to be summed up; the logarithms stay where they are.</summary>
    private readonly record struct LogitTerms<TEntropy>(TEntropy Entropy, SmoothedTarget Smoothed, bool SumsSlopes) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = output;
            var value = Entropy.Of<L, V>(Elementary.Exp<L, V>(output), output, Smoothed.Of<L, V>(target), out var ofLog);
            return SumsSlopes ? ofLog : value;
        }
    }

    /// <summary>h - q H.</summary>
    private readonly record struct LogitGradient<TEntropy>(TEntropy Entropy, SmoothedTarget Smoothed, float SlopeSum) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var q = Elementary.Exp<L, V>(output);
            Entropy.Of<L, V>(q, output, Smoothed.Of<L, V>(target), out var ofLog);
            slope = L.Subtract(ofLog, L.Multiply(q, L.Create(SlopeSum)));
            return slope;
        }
    }

    /// <summary>Values with h, of logarithms of probabilities.</summary>
    private readonly record struct LogarithmTerms<TEntropy>(TEntropy Entropy, SmoothedTarget Smoothed) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged =>
            Entropy.Of<L, V>(Elementary.Exp<L, V>(output), output, Smoothed.Of<L, V>(target), out slope);
    }

    /// <summary>Values with h, of probabilities whose sum is 1.</summary>
    private readonly record struct ProbabilityTerms<TEntropy>(TEntropy Entropy, SmoothedTarget Smoothed) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var p = Magnitude.Clip<L, V>(output, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
            return Entropy.Of<L, V>(p, Elementary.Log<L, V>(p), Smoothed.Of<L, V>(target), out slope);
        }
    }

    /// <summary>Values with h / q - H, or the h to be summed up. Where q is cut the loss stands still, but the gradient does not.</summary>
    private readonly record struct ShareTerms<TEntropy>(
        TEntropy Entropy, SmoothedTarget Smoothed, float Total, float SlopeSum, bool SumsSlopes) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var share = L.Divide(output, L.Create(Total));
            var q = Magnitude.Clip<L, V>(share, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
            var value = Entropy.Of<L, V>(q, Elementary.Log<L, V>(q), Smoothed.Of<L, V>(target), out var ofLog);
            slope = L.Subtract(L.Divide(ofLog, Magnitude.AtLeast<L, V>(share, ProbabilityRange.LeastDivisor)), L.Create(SlopeSum));
            return SumsSlopes ? ofLog : value;
        }
    }
}
