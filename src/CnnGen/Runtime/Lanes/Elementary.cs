using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// exp, log, tanh and what follows from them in float32, one text for every vector width: the same operations in the same order, so the
/// same bits in all widths of a machine with fused multiply-add. The error bounds are measured by the tests against double precision.
/// </summary>
/// <remarks>
/// Method and polynomials of exp, log and tanh are those of the Cephes mathematical library, single precision
/// (S. L. Moshier, <c>expf.c</c>, <c>logf.c</c>, <c>tanhf.c</c>), with selections in place of branches. Without fused multiply-add
/// <see cref="Gaussian"/> and <see cref="NormalCdf{L, V}(V)"/> lose their bound far from zero, where they are tiny.
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

        var n = Multiples<L, V>(x);
        return Scaled<L, V>(L.Add(ReducedExpm1<L, V>(x, n), L.Create(1f)), n);
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

    /// <summary>
    /// e to the x less 1, within 2 ulp, also where that is near 0; -1 from about -17.4 down, infinity from about 88.723 up, x for
    /// denormals, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The exponent.</param>
    [MethodImpl(Inline)]
    public static V Expm1<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Below, e^x is less than half a place of 1; above, it overflows in the scaling; comparisons let NaN through.
        var sign = L.AndBits(x, L.CreateBits(SignMask));
        var low = L.Create(-18f);
        var high = L.Create(89f);
        x = L.SelectLess(x, low, low, x);
        x = L.SelectLess(high, x, high, x);
        var n = Multiples<L, V>(x);

        // 2^n (z + 1 - 2^-n): what is taken from 1 is exact, and nothing where 2^n is beyond the places of z + 1.
        var one = L.Create(1f);
        var most = L.Create(40f);
        var power = PowerOfTwo<L, V>(L.Subtract(L.Create(0f), L.SelectLess(n, most, n, most)));
        var y = Scaled<L, V>(L.Add(ReducedExpm1<L, V>(x, n), L.Subtract(one, power)), n);

        // The sign is that of x; of the zeros, too.
        return L.OrBits(y, sign);
    }

    /// <summary>
    /// The natural logarithm of 1 + x, within 2 ulp, also where that is near 0; -infinity at -1, NaN below -1, infinity at infinity, x for
    /// denormals, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Log1p<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // With u = 1 + x as rounded, log(1 + x) = log(u) + (1 + x - u) / u but for the square of that quotient. The difference is exact.
        var one = L.Create(1f);
        var u = L.Add(one, x);
        var log = Log<L, V>(u);
        var rest = L.SelectLess(
            x, one, L.Subtract(x, L.Subtract(u, one)), L.Subtract(one, L.Subtract(u, x)));
        var y = L.Add(log, L.Divide(rest, u));
        y = L.SelectLess(L.Create(-1f), x, y, log);
        y = L.SelectLess(x, L.Create(float.PositiveInfinity), y, x);
        return L.OrBits(y, L.AndBits(x, L.CreateBits(SignMask)));
    }

    /// <summary>
    /// log(1 + e^x), within 3 ulp, denormal results included; 0 and infinity at the infinities, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Softplus<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // max(x, 0) + log(1 + e^-|x|), which never overflows; NaN comes from the logarithm alone, since a sum of two has the bits of
        // either.
        var zero = L.Create(0f);
        var t = Exp<L, V>(L.OrBits(x, L.CreateBits(SignMask)));
        return L.Add(L.SelectLess(zero, x, x, zero), Log1p<L, V>(t));
    }

    /// <summary>e to the -x²/2, within 2 ulp, denormal results included; 0 from about 14.4 on, NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V Gaussian<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // What rounding takes from the square would be many places of the result: e^-(s + r)/2 = e^-s/2 (1 - r/2), r being exact.
        var a = L.AndBits(x, L.CreateBits(MagnitudeMask));
        var high = L.Create(15f);
        a = L.SelectLess(high, a, high, a);
        var s = L.Multiply(a, a);
        var r = L.MultiplyAdd(a, a, L.Subtract(L.Create(0f), s));
        var minusHalf = L.Create(-0.5f);
        var y = Exp<L, V>(L.Multiply(s, minusHalf));
        return L.MultiplyAdd(L.Multiply(y, r), minusHalf, y);
    }

    /// <summary>
    /// The probability that a standard normal variable is at most x, (1 + erf(x / √2)) / 2, within 6 ulp, denormal results included; 0
    /// and 1 at the infinities, NaN for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    [MethodImpl(Inline)]
    public static V NormalCdf<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => NormalCdf<L, V>(x, Gaussian<L, V>(x));

    /// <summary><see cref="NormalCdf{L, V}(V)"/> where <see cref="Gaussian"/> of the argument is known.</summary>
    [MethodImpl(Inline)]
    internal static V NormalCdf<L, V>(V x, V gaussian)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Left of zero e^-x²/2 t P(t) with t = 1 / (1 + 0.3 |x|), which keeps its relative error where 1 + erf cancels. P is the minimax
        // polynomial for |x| <= 14.5, where the result underflows; its relative error is 1.4e-8.
        var one = L.Create(1f);
        var t = L.Divide(one, L.MultiplyAdd(L.AndBits(x, L.CreateBits(MagnitudeMask)), L.Create(0.3f), one));
        var p = L.Create(-0.0209560245f);
        p = L.MultiplyAdd(p, t, L.Create(0.11425744f));
        p = L.MultiplyAdd(p, t, L.Create(-0.232524335f));
        p = L.MultiplyAdd(p, t, L.Create(0.197550476f));
        p = L.MultiplyAdd(p, t, L.Create(-0.0842134058f));
        p = L.MultiplyAdd(p, t, L.Create(0.0987113416f));
        p = L.MultiplyAdd(p, t, L.Create(0.0775179118f));
        p = L.MultiplyAdd(p, t, L.Create(0.110418409f));
        p = L.MultiplyAdd(p, t, L.Create(0.119550437f));
        p = L.MultiplyAdd(p, t, L.Create(0.119687751f));
        var tail = L.Multiply(gaussian, L.Multiply(t, p));
        return L.SelectLess(x, L.Create(0f), tail, L.Subtract(one, tail));
    }

    // x in multiples of ln 2.
    [MethodImpl(Inline)]
    private static V Multiples<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Round(L.Multiply(x, L.Create(1.44269504088896341f)));

    // e^r - 1 = r + r^2 P(r) for x = n ln 2 + r, |r| <= ln 2 / 2.
    [MethodImpl(Inline)]
    private static V ReducedExpm1<L, V>(V x, V n)
        where L : ILanes<V>
        where V : unmanaged
    {
        var r = L.MultiplyAdd(n, L.Create(-Ln2High), x);
        r = L.MultiplyAdd(n, L.Create(-Ln2Low), r);

        var p = L.Create(1.9875691500e-4f);
        p = L.MultiplyAdd(p, r, L.Create(1.3981999507e-3f));
        p = L.MultiplyAdd(p, r, L.Create(8.3334519073e-3f));
        p = L.MultiplyAdd(p, r, L.Create(4.1665795894e-2f));
        p = L.MultiplyAdd(p, r, L.Create(1.6666665459e-1f));
        p = L.MultiplyAdd(p, r, L.Create(5.0000001201e-1f));
        return L.MultiplyAdd(p, L.Multiply(r, r), r);
    }

    // y 2^n in two factors: n reaches from -150 to 128, outside the exponents of one float; only the last product rounds.
    [MethodImpl(Inline)]
    private static V Scaled<L, V>(V y, V n)
        where L : ILanes<V>
        where V : unmanaged
    {
        var half = L.Round(L.Multiply(n, L.Create(0.5f)));
        return L.Multiply(L.Multiply(y, PowerOfTwo<L, V>(half)), PowerOfTwo<L, V>(L.Subtract(n, half)));
    }

    // 2^n for integral n in [-126, 127]: the sum holds n + 127 in its low bits, the shift puts them where the exponent is.
    [MethodImpl(Inline)]
    private static V PowerOfTwo<L, V>(V n)
        where L : ILanes<V>
        where V : unmanaged => L.ShiftLeftBits(L.Add(n, L.Create(12582912f + 127f)), 23);
}
