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

        var total = (float)vector.Sum(default(OutputSum), 1);
        var terms = new ProbabilityTerms<TEntropy>(entropy, smoothed, total, SlopeSum: 0, SumsSlopes: true, vector.WantsLogitsGradients);
        var slopeSum = (float)vector.Sum(terms, 1);
        return vector.Sum(
            terms with { SlopeSum = slopeSum, SumsSlopes = false }, vector.WantsLogitsGradients ? scale : scale / total);
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

    /// <summary>
    /// Values with h / q - H, or h - q H of the logits, or the h to be summed up. Where q is cut the loss stands still, but the gradient
    /// does not.
    /// </summary>
    private readonly record struct ProbabilityTerms<TEntropy>(
        TEntropy Entropy, SmoothedTarget Smoothed, float Total, float SlopeSum, bool SumsSlopes, bool OfLogits) : IElementFormula
        where TEntropy : struct, ICategoricalEntropy
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var share = L.Divide(output, L.Create(Total));
            var q = Magnitude.Clip<L, V>(share, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
            var value = Entropy.Of<L, V>(q, Elementary.Log<L, V>(q), Smoothed.Of<L, V>(target), out var ofLog);
            slope = OfLogits
                ? L.Subtract(ofLog, L.Multiply(share, L.Create(SlopeSum)))
                : L.Subtract(L.Divide(ofLog, Magnitude.AtLeast<L, V>(share, ProbabilityRange.LeastDivisor)), L.Create(SlopeSum));
            return SumsSlopes ? ofLog : value;
        }
    }

    /// <summary>The outputs themselves.</summary>
    private readonly record struct OutputSum : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = output;
            return output;
        }
    }
}
