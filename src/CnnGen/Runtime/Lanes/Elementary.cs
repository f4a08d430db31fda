using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// exp, log, tanh and sigmoid in float32, one text for every vector width: the same operations in the same order, so the same bits
/// in all widths of a machine with fused multiply-add. The error bounds are measured by the tests against double precision.
/// </summary>
/// <remarks>
/// Method and polynomials of exp, log and tanh are those of the Cephes mathematical library, single precision
/// (S. L. Moshier, <c>expf.c</c>, <c>logf.c</c>, <c>tanhf.c</c>), with selections in place of branches.
/// </remarks>
public static class Elementary
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // ln 2 in two parts; the first has so few bits that its product with a small integer is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    private const uint SignMask = 0x8000_0000;
    private const uint MagnitudeMask = 0x7FFF_FFFF;

    /// <summary>
    /// e to the x, within 2 ulp, denormal results included; 0 from -104 down, infinity from about 88.723 up, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The exponent.</param>
    [MethodImpl(Inline)]
    public static V Exp<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Beyond these bounds the result rounds to 0 or overflows in the scaling below; comparisons let NaN through.
        var low = L.Create(-104f);
        var high = L.Create(89f);
        x = L.SelectLess(x, low, low, x);
        x = L.SelectLess(high, x, high, x);

        // x = n ln 2 + r with |r| <= ln 2 / 2.
        var n = L.Round(L.Multiply(x, L.Create(1.44269504088896341f)));
        var r = L.MultiplyAdd(n, L.Create(-Ln2High), x);
        r = L.MultiplyAdd(n, L.Create(-Ln2Low), r);

        // e^r = 1 + r + r^2 P(r).
        var p = L.Create(1.9875691500e-4f);
        p = L.MultiplyAdd(p, r, L.Create(1.3981999507e-3f));
        p = L.MultiplyAdd(p, r, L.Create(8.3334519073e-3f));
        p = L.MultiplyAdd(p, r, L.Create(4.1665795894e-2f));
        p = L.MultiplyAdd(p, r, L.Create(1.6666665459e-1f));
        p = L.MultiplyAdd(p, r, L.Create(5.0000001201e-1f));
        var y = L.Add(L.MultiplyAdd(p, L.Multiply(r, r), r), L.Create(1f));

        // 2^n in two factors: n reaches from -150 to 128, outside the exponents of one float; only the last product rounds.
        var half = L.Round(L.Multiply(n, L.Create(0.5f)));
        return L.Multiply(L.Multiply(y, PowerOfTwo<L, V>(half)), PowerOfTwo<L, V>(L.Subtract(n, half)));
    }

    /// <summary>
    /// The natural logarithm, within 2 ulp, denormal arguments included; -infinity at 0, NaN below 0, infinity at infinity, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Log<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Denormals are scaled by 2^23 first.
        var minNormal = L.Create(1.17549435e-38f);
        var scaled = L.SelectLess(x, minNormal, L.Multiply(x, L.Create(8388608f)), x);
        var bias = L.SelectLess(x, minNormal, L.Create(8388608f + 126f + 23f), L.Create(8388608f + 126f));

        // x = 2^e m with m in [1/2, 1): as the low bits of 2^23 the exponent becomes a float without a conversion.
        var exponentBits = L.OrBits(L.ShiftRightBits(scaled, 23), L.CreateBits(0x4B00_0000));
        var e = L.Subtract(exponentBits, bias);
        var m = L.OrBits(L.AndBits(scaled, L.CreateBits(0x007F_FFFF)), L.CreateBits(0x3F00_0000));

        // m in [sqrt(1/2), sqrt(2)), f = m - 1.
        var rootHalf = L.Create(0.707106781186547524f);
        e = L.SelectLess(m, rootHalf, L.Subtract(e, L.Create(1f)), e);
        var f = L.Subtract(L.SelectLess(m, rootHalf, L.Add(m, m), m), L.Create(1f));

        // log(1 + f) = f - f^2/2 + f^3 P(f).
        var z = L.Multiply(f, f);
        var p = L.Create(7.0376836292e-2f);
        p = L.MultiplyAdd(p, f, L.Create(-1.1514610310e-1f));
        p = L.MultiplyAdd(p, f, L.Create(1.1676998740e-1f));
        p = L.MultiplyAdd(p, f, L.Create(-1.2420140846e-1f));
        p = L.MultiplyAdd(p, f, L.Create(1.4249322787e-1f));
        p = L.MultiplyAdd(p, f, L.Create(-1.6668057665e-1f));
        p = L.MultiplyAdd(p, f, L.Create(2.0000714765e-1f));
        p = L.MultiplyAdd(p, f, L.Create(-2.4999993993e-1f));
        p = L.MultiplyAdd(p, f, L.Create(3.3333331174e-1f));
        var y = L.Multiply(L.Multiply(p, f), z);
        y = L.MultiplyAdd(e, L.Create(Ln2Low), y);
        y = L.MultiplyAdd(z, L.Create(-0.5f), y);
        y = L.MultiplyAdd(e, L.Create(Ln2High), L.Add(f, y));

        // The ends: infinity and NaN as they came, -infinity at zero, NaN below.
        var infinity = L.Create(float.PositiveInfinity);
        var zero = L.Create(0f);
        y = L.SelectLess(x, infinity, y, x);
        y = L.SelectLessOrEqual(x, zero, L.Create(float.NegativeInfinity), y);
        return L.SelectLess(x, zero, L.Create(float.NaN), y);
    }

    /// <summary>The hyperbolic tangent, within 2 ulp; odd to the bit, ±1 at ±infinity, NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Tanh<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var a = L.AndBits(x, L.CreateBits(MagnitudeMask));
        var sign = L.AndBits(x, L.CreateBits(SignMask));

        // Below 0.625: a + a^3 P(a^2), which keeps its relative error down to denormals.
        var z = L.Multiply(a, a);
        var p = L.Create(-5.70498872745e-3f);
        p = L.MultiplyAdd(p, z, L.Create(2.06390887954e-2f));
        p = L.MultiplyAdd(p, z, L.Create(-5.37397155531e-2f));
        p = L.MultiplyAdd(p, z, L.Create(1.33314422036e-1f));
        p = L.MultiplyAdd(p, z, L.Create(-3.33332819422e-1f));
        var small = L.MultiplyAdd(L.Multiply(a, z), p, a);

        // From there on: 1 - 2 / (e^2a + 1), which tends to 1 where the exponential overflows.
        var one = L.Create(1f);
        var e = Exp<L, V>(L.Add(a, a));
        var large = L.Subtract(one, L.Divide(L.Create(2f), L.Add(e, one)));

        return L.OrBits(L.SelectLess(a, L.Create(0.625f), small, large), sign);
    }

    /// <summary>1 / (1 + e^-x), within 3 ulp, denormal results included; 0 and 1 at the infinities, NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Sigmoid<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // With t = e^-|x|, which never overflows: 1 / (1 + t) on the right of zero, t / (1 + t) on the left.
        var one = L.Create(1f);
        var t = Exp<L, V>(L.OrBits(x, L.CreateBits(SignMask)));
        return L.Divide(L.SelectLess(x, L.Create(0f), t, one), L.Add(one, t));
    }

    // 2^n for integral n in [-126, 127]: the sum holds n + 127 in its low bits, the shift puts them where the exponent is.
    [MethodImpl(Inline)]
    private static V PowerOfTwo<L, V>(V n)
        where L : ILanes<V>
        where V : unmanaged => L.ShiftLeftBits(L.Add(n, L.Create(12582912f + 127f)), 23);
}
