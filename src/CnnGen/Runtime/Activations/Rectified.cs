using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// Functions that leave positive numbers as they are and bend below, with what can be chosen of them, and their gradients by the output.
/// Where the arguments are constants, they are part of the machine code.
/// </summary>
public static class Rectified
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>max from max on, x from the threshold up to that, slope * (x - threshold) below; NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    /// <param name="max">The most it gives, at least 0; infinity for no bound.</param>
    /// <param name="slope">The slope below the threshold, at least 0.</param>
    /// <param name="threshold">Where it bends, at least 0.</param>
    [MethodImpl(Inline)]
    public static V Relu<L, V>(V x, float max, float slope, float threshold)
        where L : ILanes<V>
        where V : unmanaged
    {
        // 0 times infinity would be NaN.
        var bend = L.Create(threshold);
        var below = slope == 0f ? L.Create(0f) : L.Multiply(L.Create(slope), L.Subtract(x, bend));
        var y = L.SelectLess(x, bend, below, x);
        return float.IsPositiveInfinity(max) ? y : L.SelectLessOrEqual(L.Create(max), x, L.Create(max), y);
    }

    /// <summary>
    /// dy times the derivative of <see cref="Relu"/>: 0 where it gave max, slope where it gave 0 or less, else 1; 1 for NaN.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="y">What it gave.</param>
    /// <param name="dy">The gradient of that.</param>
    /// <param name="max">The most it gives.</param>
    /// <param name="slope">The slope below the threshold.</param>
    [MethodImpl(Inline)]
    public static V ReluGradient<L, V>(V y, V dy, float max, float slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        var zero = L.Create(0f);
        var below = slope == 0f ? zero : L.Multiply(dy, L.Create(slope));
        var dx = L.SelectLessOrEqual(y, zero, below, dy);
        return float.IsPositiveInfinity(max) ? dx : L.SelectLessOrEqual(L.Create(max), y, zero, dx);
    }

    /// <summary>x, and slope * x below 0; NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    /// <param name="slope">The slope below 0, at least 0.</param>
    [MethodImpl(Inline)]
    public static V LeakyRelu<L, V>(V x, float slope)
        where L : ILanes<V>
        where V : unmanaged => Relu<L, V>(x, float.PositiveInfinity, slope, 0f);

    /// <summary>dy times the derivative of <see cref="LeakyRelu"/>: slope where it gave 0 or less, else 1; 1 for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="y">What it gave.</param>
    /// <param name="dy">The gradient of that.</param>
    /// <param name="slope">The slope below 0.</param>
    [MethodImpl(Inline)]
    public static V LeakyReluGradient<L, V>(V y, V dy, float slope)
        where L : ILanes<V>
        where V : unmanaged => ReluGradient<L, V>(y, dy, float.PositiveInfinity, slope);

    /// <summary>x, and alpha * (exp(x) - 1) below 0; NaN for NaN.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">The argument.</param>
    /// <param name="alpha">What it tends to on the left, negated; at least 0.</param>
    [MethodImpl(Inline)]
    public static V Elu<L, V>(V x, float alpha)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLess(x, L.Create(0f), L.Multiply(L.Create(alpha), Elementary.Expm1<L, V>(x)), x);

    /// <summary>
    /// dy times the derivative of <see cref="Elu"/>: y + alpha where it gave less than 0, else 1. Far on the left, where the exact one is
    /// alpha * exp(x), it is within alpha * 2^-23 of that.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="y">What it gave.</param>
    /// <param name="dy">The gradient of that.</param>
    /// <param name="alpha">What it tends to on the left, negated.</param>
    [MethodImpl(Inline)]
    public static V EluGradient<L, V>(V y, V dy, float alpha)
        where L : ILanes<V>
        where V : unmanaged => L.SelectLess(y, L.Create(0f), L.Multiply(dy, L.Add(y, L.Create(alpha))), dy);

    /// <summary>The gradient inside of bounds; 0 at them and beyond.</summary>
    [MethodImpl(Inline)]
    internal static V Inside<L, V>(V y, float low, float high, V gradient)
        where L : ILanes<V>
        where V : unmanaged
    {
        var zero = L.Create(0f);
        return L.SelectLessOrEqual(y, L.Create(low), zero, L.SelectLessOrEqual(L.Create(high), y, zero, gradient));
    }
}
