using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>A summand that two values give, as a type, so that it is part of the machine code.</summary>
internal interface ISummand
{
    /// <summary>sum + f(a, b).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="sum">The sum so far.</param>
    /// <param name="a">A value of the first row.</param>
    /// <param name="b">That of the second.</param>
    V Add<L, V>(V sum, V a, V b)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// Sums over the channels of a pixel in one order for every vector width: sixteen running sums, by index modulo 16, whose halves are added
/// to each other until one is left.
/// </summary>
internal static unsafe class ChannelSums
{
    private const int Running = 16;

    /// <summary>The sum of f(a, b).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <typeparam name="F">f.</typeparam>
    /// <param name="a">count values, at any alignment.</param>
    /// <param name="b">count values, at any alignment.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="function">f.</param>
    [SkipLocalsInit]
    public static float Of<L, V, F>(float* a, float* b, int count, F function)
        where L : ILanes<V>
        where V : unmanaged
        where F : struct, ISummand
    {
        var sums = stackalloc float[Running];
        var whole = count / Running * Running;
        // One vector of them after the other, each in a register.
        for (var k = 0; k < Running; k += L.Count)
        {
            var sum = L.Create(0f);
            for (var i = k; i < whole; i += Running)
                sum = function.Add<L, V>(sum, L.Load(a + i), L.Load(b + i));
            L.Store(sum, sums + k);
        }

        for (var i = whole; i < count; i++)
            sums[i - whole] = function.Add<Lanes1, float>(sums[i - whole], a[i], b[i]);
        for (var half = Running / 2; half > 0; half /= 2)
        {
            for (var k = 0; k < half; k++)
                sums[k] += sums[k + half];
        }

        return sums[0];
    }
}

/// <summary>a.</summary>
internal readonly struct First : ISummand
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<L, V>(V sum, V a, V b)
        where L : ILanes<V>
        where V : unmanaged => L.Add(sum, a);
}

/// <summary>(a - shift) * (b - shift): of two equal rows the squared distances.</summary>
/// <param name="shift">The shift.</param>
internal readonly struct Distances(float shift) : ISummand
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<L, V>(V sum, V a, V b)
        where L : ILanes<V>
        where V : unmanaged => L.MultiplyAdd(L.Subtract(a, L.Create(shift)), L.Subtract(b, L.Create(shift)), sum);
}

/// <summary>a * (b - shift).</summary>
/// <param name="shift">The shift.</param>
internal readonly struct Products(float shift) : ISummand
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Add<L, V>(V sum, V a, V b)
        where L : ILanes<V>
        where V : unmanaged => L.MultiplyAdd(a, L.Subtract(b, L.Create(shift)), sum);
}
