using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// Dropout that keeps mean and variance of what selu gives: an element that is dropped becomes selu's limit on the left, and all of them
/// are scaled and shifted. Its mask is that of <see cref="Dropout"/>.
/// </summary>
public static unsafe class AlphaDropout
{
    // What selu tends to on the left: -alpha * scale.
    private const double Limit = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

    /// <summary>y = a * (kept ? x : limit) + b for some elements of an image.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values, at any alignment.</param>
    /// <param name="y">Room for count values, at any alignment; may be <paramref name="x"/>.</param>
    /// <param name="first">The index in the mask of the first value, at least 0.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="rate">Probability of being dropped, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or a part of the key is out of its range.</exception>
    public static void Forward<L, V>(float* x, float* y, int first, int count, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (threshold, scale) = (Dropout.Threshold(rate), Scale(rate));
        var shift = -scale * Limit * rate;
        var function = new DropToLimit(threshold, (float)((scale * Limit) + shift), (float)scale, (float)shift);
        RandomElements.Apply<L, V, DropToLimit>(x, y, first, count, function, in key);
    }

    /// <summary>dx = kept ? a * dy : 0 for some elements of an image.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="dy">count values, at any alignment.</param>
    /// <param name="dx">Room for count values, at any alignment; may be <paramref name="dy"/>.</param>
    /// <param name="first">The index in the mask of the first value, at least 0.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="rate">Probability of being dropped, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or a part of the key is out of its range.</exception>
    public static void Backward<L, V>(float* dy, float* dx, int first, int count, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged =>
        RandomElements.Apply<L, V, Drop>(dy, dx, first, count, new Drop(Dropout.Threshold(rate), (float)Scale(rate)), in key);

    // With it the variance stays that of x.
    private static double Scale(double rate) => 1 / Math.Sqrt((1 - rate) * (1 + (rate * Limit * Limit)));

    private readonly struct DropToLimit(uint threshold, float dropped, float scale, float shift) : IRandomFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<L, V>(V value, V word)
            where L : ILanes<V>
            where V : unmanaged => L.SelectLessBits(
                word, L.CreateBits(threshold), L.Create(dropped), L.MultiplyAdd(value, L.Create(scale), L.Create(shift)));
    }
}
