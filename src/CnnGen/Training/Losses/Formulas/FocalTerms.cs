using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The factor of focal losses.</summary>
internal static class FocalTerms
{
    // Below it a power has no logarithm to be made of; cross-entropy is as small there as what it is multiplied with.
    private const float Least = 1e-12f;

    /// <summary>x^gamma of a probability, and its derivative by x.</summary>
    public static V Power<L, V>(V x, float gamma, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        var some = Magnitude.AtLeast<L, V>(x, Least);
        var power = Elementary.Exp<L, V>(L.Multiply(L.Create(gamma), Elementary.Log<L, V>(some)));
        slope = L.Divide(L.Multiply(L.Create(gamma), power), some);
        return power;
    }
}
