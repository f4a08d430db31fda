using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Normally distributed numbers of mean 0 and variance 1, one of each 32 random bits, by the quantile function.</summary>
/// <remarks>
/// The polynomials are those of M. Giles: Approximating the erfinv function. GPU Computing Gems, Jade Edition, 2011. The largest number is
/// 5.42, which comes once in 2^24; the tests hold the error to 4 ulp of what lies at 1 and beyond, and to 2^-22 below.
/// </remarks>
internal static class StandardNormal
{
    /// <summary>
    /// The quantile at the middle of one of 2^24 equal cells of (0, 1): bit 31 is the sign, bits 8 to 30 count cells from the middle.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="word">The random bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<L, V>(V word)
        where L : ILanes<V>
        where V : unmanaged
    {
        // In [1, 2), then (2k + 1) / 2^24; both steps are exact. The probability beyond is (1 - x) / 2.
        var cell = L.OrBits(L.ShiftRightBits(L.ShiftLeftBits(word, 1), 9), L.CreateBits(0x3F80_0000));
        var one = L.Create(1f);
        var x = L.Add(L.Subtract(cell, one), L.Create(1f / (1 << 24)));

        // sqrt(2) erfinv(x), a polynomial of w = -log(1 - x^2) in the middle and of its root outside.
        var w = L.Subtract(L.Create(0f), Elementary.Log<L, V>(L.Multiply(L.Subtract(one, x), L.Add(one, x))));
        var middle = L.Subtract(w, L.Create(2.5f));
        var outside = L.Subtract(L.Sqrt(w), L.Create(3f));
        var five = L.Create(5f);

        var p = L.Create(2.81022636e-08f);
        p = L.MultiplyAdd(p, middle, L.Create(3.43273939e-07f));
        p = L.MultiplyAdd(p, middle, L.Create(-3.5233877e-06f));
        p = L.MultiplyAdd(p, middle, L.Create(-4.39150654e-06f));
        p = L.MultiplyAdd(p, middle, L.Create(0.00021858087f));
        p = L.MultiplyAdd(p, middle, L.Create(-0.00125372503f));
        p = L.MultiplyAdd(p, middle, L.Create(-0.00417768164f));
        p = L.MultiplyAdd(p, middle, L.Create(0.246640727f));
        p = L.MultiplyAdd(p, middle, L.Create(1.50140941f));

        var q = L.Create(-0.000200214257f);
        q = L.MultiplyAdd(q, outside, L.Create(0.000100950558f));
        q = L.MultiplyAdd(q, outside, L.Create(0.00134934322f));
        q = L.MultiplyAdd(q, outside, L.Create(-0.00367342844f));
        q = L.MultiplyAdd(q, outside, L.Create(0.00573950773f));
        q = L.MultiplyAdd(q, outside, L.Create(-0.0076224613f));
        q = L.MultiplyAdd(q, outside, L.Create(0.00943887047f));
        q = L.MultiplyAdd(q, outside, L.Create(1.00167406f));
        q = L.MultiplyAdd(q, outside, L.Create(2.83297682f));

        var z = L.Multiply(L.Multiply(L.SelectLess(w, five, p, q), x), L.Create(1.41421356237309505f));
        return L.OrBits(z, L.AndBits(word, L.CreateBits(0x8000_0000)));
    }
}
