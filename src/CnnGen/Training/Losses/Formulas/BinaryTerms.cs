using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Cross-entropy of one output that is a class of its own.</summary>
internal static class BinaryTerms
{
    /// <summary>softplus(x) - x * target.</summary>
    public static V OfLogit<L, V>(V logit, V target)
        where L : ILanes<V>
        where V : unmanaged => L.Subtract(Elementary.Softplus<L, V>(logit), L.Multiply(logit, target));

    /// <summary>-(target * log(p) + (1 - target) * log(1 - p)), p cut to what has a logarithm.</summary>
    /// <param name="probability">The output.</param>
    /// <param name="target">The target.</param>
    /// <param name="slope">The derivative by the output; 0 where it is cut.</param>
    public static V OfProbability<L, V>(V probability, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (zero, one) = (L.Create(0f), L.Create(1f));
        var p = Magnitude.Clip<L, V>(probability, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
        var (rest, otherTarget) = (L.Subtract(one, p), L.Subtract(one, target));
        slope = Magnitude.WithinClip<L, V>(
            probability, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable, L.Divide(L.Subtract(p, target), L.Multiply(p, rest)));
        var log = L.MultiplyAdd(target, Elementary.Log<L, V>(p), L.Multiply(otherTarget, Elementary.Log<L, V>(rest)));
        return L.Subtract(zero, log);
    }
}
