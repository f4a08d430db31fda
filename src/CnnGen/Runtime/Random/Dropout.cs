using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Inverted dropout of one row, as Keras: each value is zero with probability rate, else multiplied by 1 / (1 - rate).</summary>
/// <remarks>
/// The mask is computed from its key by Philox whenever it is needed and never stored: element i takes word i % 4 of block i / 4 and is
/// dropped if that word, over 2^32, is below the rate. It is the same for every vector width and thread count.
/// </remarks>
public static unsafe class Dropout
{
    /// <summary>Applies the mask: y = x * mask / (1 - rate). With gradients in place of values it is the backward pass.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values, at any alignment.</param>
    /// <param name="y">Room for count values, at any alignment; may be <paramref name="x"/>.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="rate">Probability of zero, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or a part of the key is out of its range.</exception>
    public static void Apply<L, V>(float* x, float* y, int count, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
        => Apply<L, V>(x, y, 0, count, rate, in key);

    /// <summary>Applies a part of the mask: for an image that does not lie in one piece.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values, at any alignment.</param>
    /// <param name="y">Room for count values, at any alignment; may be <paramref name="x"/>.</param>
    /// <param name="first">The index in the mask of the first value, at least 0.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="rate">Probability of zero, in [0, 1).</param>
    /// <param name="key">Names the mask.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1), or a part of the key is out of its range.</exception>
    [SkipLocalsInit]
    public static void Apply<L, V>(float* x, float* y, int first, int count, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (!(rate is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be in [0, 1).");
        var counter = Counter(key);
        var threshold = (uint)Math.Min(Math.Round(rate * 4294967296.0), uint.MaxValue);
        var scale = (float)(1 / (1 - rate));

        // As many blocks at a time as there are lanes.
        var chunk = L.Count * Philox.BlockWords;
        var words = stackalloc uint[Lanes512.Count * Philox.BlockWords];
        var thresholds = L.CreateBits(threshold);
        var scales = L.Create(scale);

        // The first block may begin with words of elements before the first one; those are skipped.
        for (var start = -(first % Philox.BlockWords); start < count; start += chunk)
        {
            Philox.Blocks<L, V>(counter with { Word0 = (uint)(first + start) / Philox.BlockWords }, key.Seed, words);
            var end = Math.Min(count - start, chunk);
            var i = Math.Max(-start, 0);
            for (; i <= end - L.Count; i += L.Count)
            {
                var kept = L.Multiply(L.Load(x + start + i), scales);
                L.Store(L.SelectLessBits(L.Load((float*)words + i), thresholds, L.Create(0f), kept), y + start + i);
            }
            for (; i < end; i++)
                y[start + i] = words[i] < threshold ? 0f : x[start + i] * scale;
        }
    }

    // Every part of the key has its own bits, so two keys never share a block.
    private static PhiloxCounter Counter(in DropoutKey key)
    {
        if (key.Step >> 48 != 0)
            throw new ArgumentOutOfRangeException(nameof(key), key.Step, "The step must be below 2^48.");
        if (key.Layer is < 0 or >= Philox.ShuffleStream)
            throw new ArgumentOutOfRangeException(nameof(key), key.Layer, $"The layer must be in [0, {Philox.ShuffleStream}).");
        return new PhiloxCounter(0, (uint)key.Image, (uint)key.Step, (uint)key.Layer << 16 | (uint)(key.Step >> 32));
    }
}
