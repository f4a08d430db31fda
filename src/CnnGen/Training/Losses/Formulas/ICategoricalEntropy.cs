using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>What a class adds to a loss of classes that exclude each other.</summary>
internal interface ICategoricalEntropy
{
    /// <summary>The value.</summary>
    /// <param name="p">The probability of the class.</param>
    /// <param name="log">Its logarithm.</param>
    /// <param name="target">The target of the class.</param>
    /// <param name="slope">The derivative of the value by the logarithm.</param>
    V Of<L, V>(V p, V log, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>-target * log(p).</summary>
internal readonly record struct CategoricalEntropy : ICategoricalEntropy
{
    public V Of<L, V>(V p, V log, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        slope = L.Subtract(L.Create(0f), target);
        return L.Multiply(slope, log);
    }
}

/// <summary>-alpha * (1 - p)^gamma * target * log(p).</summary>
internal readonly record struct FocalEntropy(float Alpha, float Gamma) : ICategoricalEntropy
{
    public V Of<L, V>(V p, V log, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        var focus = FocalTerms.Power<L, V>(L.Subtract(L.Create(1f), p), Gamma, out var focusSlope);
        var weight = L.Multiply(L.Create(-Alpha), target);
        // The derivative of (1 - p)^gamma by log(p) is -p times that by 1 - p.
        slope = L.Multiply(weight, L.Subtract(focus, L.Multiply(L.Multiply(focusSlope, p), log)));
        return L.Multiply(weight, L.Multiply(focus, log));
    }
}
