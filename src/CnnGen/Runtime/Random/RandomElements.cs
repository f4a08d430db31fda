using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>A function of an element and of its 32 random bits, as a type, so that it is part of the machine code.</summary>
internal interface IRandomFunction
{
    /// <summary>The new value.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="value">The element.</param>
    /// <param name="word">Its random bits.</param>
    V Apply<L, V>(V value, V word)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// Elements of an image and the random bits that each is given: element i takes word i % 4 of block i / 4 of Philox, for every vector width
/// and thread count. They are computed from their key whenever they are needed and never stored.
/// </summary>
internal static unsafe class RandomElements
{
    /// <summary>y = f(x, bits) for some elements.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <typeparam name="F">f.</typeparam>
    /// <param name="x">count values, at any alignment.</param>
    /// <param name="y">Room for count values, at any alignment; may be <paramref name="x"/>.</param>
    /// <param name="first">The index of the first, at least 0.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="function">f.</param>
    /// <param name="key">Names the bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part of the key is out of its range.</exception>
    [SkipLocalsInit]
    public static void Apply<L, V, F>(float* x, float* y, int first, int count, F function, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
        where F : struct, IRandomFunction
    {
        var counter = Counter(key);

        // As many blocks at a time as there are lanes.
        var chunk = L.Count * Philox.BlockWords;
        var words = stackalloc uint[Lanes512.Count * Philox.BlockWords];

        // The first block may begin with words of elements before the first one; those are skipped.
        for (var start = -(first % Philox.BlockWords); start < count; start += chunk)
        {
            Philox.Blocks<L, V>(counter with { Word0 = (uint)(first + start) / Philox.BlockWords }, key.Seed, words);
            var end = Math.Min(count - start, chunk);
            var i = Math.Max(-start, 0);
            for (; i <= end - L.Count; i += L.Count)
                L.Store(function.Apply<L, V>(L.Load(x + start + i), L.Load((float*)words + i)), y + start + i);
            for (; i < end; i++)
                y[start + i] = function.Apply<Lanes1, float>(x[start + i], Lanes1.CreateBits(words[i]));
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
