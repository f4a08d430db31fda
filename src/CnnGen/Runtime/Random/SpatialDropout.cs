using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Inverted dropout of whole channels: what <see cref="Dropout"/> does to elements, with channels in their place.</summary>
public static unsafe class SpatialDropout
{
    /// <summary>What to give to <see cref="Apply{L, V}"/> for some channels: 0 where one is dropped, else 1 / (1 - rate).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="first">The first of the channels, at least 0.</param>
    /// <param name="rate">Probability of zero, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or a part of the key is out of its range.</exception>
    public static V Factors<L, V>(int first, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
    {
        var factors = L.Create(1f);
        Dropout.Apply<L, V>((float*)&factors, (float*)&factors, first, L.Count, rate, in key);
        return factors;
    }

    /// <summary>x * factor, and 0 where the factor is 0, whatever x is.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The values of some channels of a pixel.</param>
    /// <param name="factors">What <see cref="Factors{L, V}"/> gave for these channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x, V factors)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLess(L.Create(0f), factors, L.Multiply(x, factors), L.Create(0f));
}
