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
    /// <summary>The sum over the classes of a vector, and its gradient times a factor.</summary>
    /// <param name="vector">Outputs, targets and room for the gradient.</param>
    /// <param name="smoothed">What becomes of targets.</param>
    /// <param name="fromLogits">Whether outputs are logits.</param>
    /// <param name="entropy">What a class adds.</param>
    /// <param name="scale">The factor.</param>
    public static double Sum<TEntropy>(
        in LossImage vector, SmoothedTarget smoothed, bool fromLogits, TEntropy entropy, float scale)
        where TEntropy : struct, ICategoricalEntropy
    {
        if (fromLogits)
        {
            LogSoftmax(vector);
            // The logarithms take the place of the gradients, and leave it with them.
            var logs = new LossImage(vector.InstructionSet, vector.Gradients, vector.Targets, vector.Gradients, vector.Count, false);
            var sum = logs.Sum(new LogitTerms<TEntropy>(entropy, smoothed, SumsSlopes: false), 1);
            var slopes = logs.Sum(new LogitTerms<TEntropy>(entropy, smoothed, SumsSlopes: true), 1);
            logs.Sum(new LogitGradient<TEntropy>(entropy, smoothed, (float)slopes), scale);
            return sum;
        }

        var total = (float)vector.Sum(default(OutputItself), 1);
        var terms = new ProbabilityTerms<TEntropy>(entropy, smoothed, total, SlopeSum: 0, SumsSlopes: true);
        var slopeSum = (float)vector.Sum(terms, 1);
        return vector.Sum(terms with { SlopeSum = slopeSum, SumsSlopes = false }, scale / total);
    }

    /// <summary>
    /// The mean over all positions of an image behind a softmax, whose probabilities have a sum of 1, and the gradient of the logits times
    /// a factor.
    /// </summary>
    /// <param name="image">Probabilities, targets and room for the gradient.</param>
    /// <param name="smoothed">What becomes of targets.</param>
    /// <param name="entropy">What a class adds.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="channels">The classes.</param>
    public static double BehindSoftmax<TEntropy>(
        in LossImage image, SmoothedTarget smoothed, TEntropy entropy, float scale, int channels)
        where TEntropy : struct, ICategoricalEntropy
    {
        var positions = image.Count / channels;
        var sum = image.Sum(new SoftmaxTerms<TEntropy>(entropy, smoothed), 1);
        var ofPosition = scale / positions;
        float* outputs = image.Outputs, gradients = image.Gradients;
        for (var first = 0; first < image.Count; first += channels)
        {
            var slopeSum = 0f;
            for (var i = first; i < first + channels; i++)
                slopeSum += gradients[i];
            for (var i = first; i < first + channels; i++)
                gradients[i] = (gradients[i] - (outputs[i] * slopeSum)) * ofPosition;
        }

        return sum / positions;
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

    /// <summary>Values with h, of probabilities whose sum is 1.</summary>
    private readonly record struct SoftmaxTerms<TEntropy>(TEntropy Entropy, SmoothedTarget Smoothed) : IElementFormula
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
    private readonly record struct ProbabilityTerms<TEntropy>(
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
