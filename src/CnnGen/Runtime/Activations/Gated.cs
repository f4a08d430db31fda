using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>x * (1 + erf(x / √2)) / 2: x times the probability that a standard normal variable is less.</summary>
public readonly struct GeluFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(Gating.Factor<L, V>(x), Elementary.NormalCdf<L, V>(x));

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Derive<L, V>(V x, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        // The distribution function, and x times its density.
        var gaussian = Elementary.Gaussian<L, V>(x);
        var density = L.Multiply(gaussian, L.Create(0.398942280401432678f));
        return L.Multiply(dy, L.MultiplyAdd(Gating.Bounded<L, V>(x), density, Elementary.NormalCdf<L, V>(x, gaussian)));
    }
}

/// <summary>x * (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, which is x times the sigmoid of twice the argument of tanh.</summary>
public readonly struct GeluTanhFunction : IActivationFunction
{
    // 2 √(2/π), and that times 0.044715.
    private const float Linear = 1.59576912160573071f;
    private const float Cubic = 0.0713548162726002527f;

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(Gating.Factor<L, V>(x), Elementary.Sigmoid<L, V>(Argument<L, V>(x)));

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Derive<L, V>(V x, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        var factor = Gating.Bounded<L, V>(x);
        var slope = L.MultiplyAdd(L.Multiply(factor, factor), L.Create(3 * Cubic), L.Create(Linear));
        return L.Multiply(dy, Gating.Derivative<L, V>(factor, Argument<L, V>(x), slope));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Argument<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(x, L.MultiplyAdd(L.Multiply(x, x), L.Create(Cubic), L.Create(Linear)));
}

/// <summary>x * sigmoid(x).</summary>
public readonly struct SiluFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(Gating.Factor<L, V>(x), Elementary.Sigmoid<L, V>(x));

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Derive<L, V>(V x, V dy)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(dy, Gating.Derivative<L, V>(Gating.Bounded<L, V>(x), x, L.Create(1f)));
}

/// <summary>x * tanh(log(1 + exp(x))).</summary>
public readonly struct MishFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (n, d) = Gated<L, V>(x, Gating.Decay<L, V>(x));
        return L.Multiply(Gating.Factor<L, V>(x), L.Divide(n, d));
    }

    /// <inheritdoc/>
    [MethodImpl(IActivationFunction.Call)]
    public static V Derive<L, V>(V x, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (zero, one, two) = (L.Create(0f), L.Create(1f), L.Create(2f));
        var t = Gating.Decay<L, V>(x);
        var (n, d) = Gated<L, V>(x, t);
        // tanh + x (1 - tanh²) sigmoid(x), and 1 - (n/d)² is (d - n) (d + n) / d².
        var difference = L.SelectLess(x, zero, two, L.Multiply(L.Multiply(t, t), two));
        var rest = L.Divide(L.Multiply(difference, L.Add(d, n)), L.Multiply(d, d));
        var sigmoid = L.Divide(L.SelectLess(x, zero, t, one), L.Add(one, t));
        return L.Multiply(dy, L.MultiplyAdd(L.Multiply(Gating.Bounded<L, V>(x), rest), sigmoid, L.Divide(n, d)));
    }

    // With t = e^-|x| the gate is n / d, sums of positive numbers: left of zero t (t + 2) over that and 2, on the right 1 + 2 t over that
    // and 2 t².
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V N, V D) Gated<L, V>(V x, V t)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (zero, one, two) = (L.Create(0f), L.Create(1f), L.Create(2f));
        var n = L.SelectLess(x, zero, L.Multiply(t, L.Add(t, two)), L.MultiplyAdd(t, two, one));
        return (n, L.Add(n, L.SelectLess(x, zero, two, L.Multiply(L.Multiply(t, t), two))));
    }
}

/// <summary>x * relu6(x + 3) / 6.</summary>
public readonly struct HardSwishFunction : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(Gating.Factor<L, V>(x), HardSigmoidFunction.Apply<L, V>(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derive<L, V>(V x, V dy)
        where L : ILanes<V>
        where V : unmanaged
    {
        var slope = L.MultiplyAdd(x, L.Create(1f / 3f), L.Create(0.5f));
        slope = L.SelectLessOrEqual(x, L.Create(-3f), L.Create(0f), slope);
        return L.Multiply(dy, L.SelectLessOrEqual(L.Create(3f), x, L.Create(1f), slope));
    }
}

/// <summary>What the functions share that multiply x with a gate between 0 and 1.</summary>
internal static class Gating
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>
    /// x, or the least float for -infinity, which times a gate of 0 would be NaN; and for NaN, since a product of two has the bits of
    /// either, and the gate is one already.
    /// </summary>
    [MethodImpl(Inline)]
    public static V Factor<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var least = L.Create(float.MinValue);
        return L.SelectLess(least, x, x, least);
    }

    /// <summary>
    /// x between bounds beyond which the derivatives are 0 and 1 to the bit, and no square or cube of it overflows; the lower one for NaN.
    /// </summary>
    [MethodImpl(Inline)]
    public static V Bounded<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (low, high) = (L.Create(-200f), L.Create(200f));
        return L.SelectLess(low, x, L.SelectLess(high, x, high, x), low);
    }

    /// <summary>e^-|x|.</summary>
    [MethodImpl(Inline)]
    public static V Decay<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged => Elementary.Exp<L, V>(L.OrBits(x, L.CreateBits(0x8000_0000)));

    /// <summary>The derivative of x * sigmoid(u), which is sigmoid(u) (1 + x u' (1 - sigmoid(u))).</summary>
    /// <param name="x">The factor, bounded.</param>
    /// <param name="u">What the gate is of.</param>
    /// <param name="slope">u'.</param>
    [MethodImpl(Inline)]
    public static V Derivative<L, V>(V x, V u, V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Neither the gate nor what it lacks to 1 is a difference.
        var (zero, one) = (L.Create(0f), L.Create(1f));
        var t = Decay<L, V>(u);
        var sum = L.Add(one, t);
        var gate = L.Divide(L.SelectLess(u, zero, t, one), sum);
        var rest = L.Divide(L.SelectLess(u, zero, one, t), sum);
        return L.Multiply(gate, L.MultiplyAdd(L.Multiply(x, slope), rest, one));
    }
}
