using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Cross-entropy of one output that is a class of its own.</summary>
internal static class BinaryTerms
{
    /// <summary>max(x, 0) - x * target + log(1 + exp(-|x|)), of which no part takes from another what matters.</summary>
    public static V OfLogit<L, V>(V logit, V target)
        where L : ILanes<V>
        where V : unmanaged
    {
        var above = Magnitude.AtLeast<L, V>(logit, 0);
        var rest = Elementary.Log1p<L, V>(Elementary.Exp<L, V>(L.Subtract(L.Create(0f), Magnitude.Of<L, V>(logit))));
        return L.Add(L.Subtract(above, L.Multiply(logit, target)), rest);
    }

    /// <summary>-(target * log(p) + (1 - target) * log(1 - p)), p cut to what has a logarithm.</summary>
    public static V OfProbability<L, V>(V probability, V target)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (zero, one) = (L.Create(0f), L.Create(1f));
        var p = Magnitude.Clip<L, V>(probability, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
        var (rest, otherTarget) = (L.Subtract(one, p), L.Subtract(one, target));
        var log = L.MultiplyAdd(target, Elementary.Log<L, V>(p), L.Multiply(otherTarget, Elementary.Log<L, V>(rest)));
        return L.Subtract(zero, log);
    }

    /// <summary>
    /// (p - target) / (p (1 - p)), of p as it came: where it is cut the loss stands still, but a network that is sure and wrong is to
    /// learn.
    /// </summary>
    public static V SlopeOfProbability<L, V>(V probability, V target)
        where L : ILanes<V>
        where V : unmanaged => L.Divide(
            L.Subtract(probability, target),
            Magnitude.AtLeast<L, V>(L.Multiply(probability, L.Subtract(L.Create(1f), probability)), ProbabilityRange.LeastDivisor));
}
