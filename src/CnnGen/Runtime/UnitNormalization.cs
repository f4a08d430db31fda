using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Scales the channels of one pixel to length 1, forward and backward; see <see cref="ChannelSums"/> for its sums.</summary>
/// <remarks>Pointers need no alignment; nothing outside the given count is read or written.</remarks>
public static unsafe class UnitNormalization
{
    // As Keras': of zeros, too, the factor is finite.
    private const double Most = 1e12;

    /// <summary>y = x * factor, with factor = min(1 / sqrt(sum(x^2)), 1e12).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values.</param>
    /// <param name="y">Room for count values; may be <paramref name="x"/>.</param>
    /// <param name="count">Channels, at least 1.</param>
    public static void Forward<L, V>(float* x, float* y, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var factor = Factor<L, V>(x, count);
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
            L.Store(L.Multiply(L.Load(x + i), L.Create(factor)), y + i);
        for (; i < count; i++)
            y[i] = x[i] * factor;
    }

    /// <summary>dx = factor * (dy - y * sum(y * dy)), and factor * dy where the factor is at its end.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values.</param>
    /// <param name="dy">The gradients of the output.</param>
    /// <param name="dx">Room for count values; may be <paramref name="dy"/>.</param>
    /// <param name="count">Channels, at least 1.</param>
    public static void Backward<L, V>(float* x, float* dy, float* dx, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var factor = Factor<L, V>(x, count);
        var sum = factor == (float)Most ? 0f : ChannelSums.Of<L, V, Products>(dy, x, count, new Products(0f)) * factor;
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
            Derive<L, V>(x + i, dy + i, dx + i, factor, sum);
        for (; i < count; i++)
            Derive<Lanes1, float>(x + i, dy + i, dx + i, factor, sum);
    }

    private static float Factor<L, V>(float* x, int count)
        where L : ILanes<V>
        where V : unmanaged =>
        (float)Math.Min(1 / Math.Sqrt(ChannelSums.Of<L, V, Distances>(x, x, count, new Distances(0f))), Most);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Derive<L, V>(float* x, float* dy, float* dx, float factor, float sum)
        where L : ILanes<V>
        where V : unmanaged
    {
        var y = L.Multiply(L.Load(x), L.Create(factor));
        L.Store(L.Multiply(L.MultiplyAdd(y, L.Create(-sum), L.Load(dy)), L.Create(factor)), dx);
    }
}
