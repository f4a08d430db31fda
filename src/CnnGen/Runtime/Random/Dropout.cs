using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Inverted dropout of one row, as Keras: each value is zero with probability rate, else multiplied by 1 / (1 - rate).</summary>
/// <remarks>
/// The mask is computed from its key by Philox whenever it is needed and never stored: an element is dropped if its word, over 2^32, is
/// below the rate; see <see cref="RandomElements"/>.
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
    public static void Apply<L, V>(float* x, float* y, int first, int count, double rate, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged
        => RandomElements.Apply<L, V, Drop>(x, y, first, count, new Drop(Threshold(rate), (float)(1 / (1 - rate))), in key);

    /// <summary>An element is dropped where its word is below this: the rate, times 2^32.</summary>
    internal static uint Threshold(double rate) => rate is >= 0 and < 1
        ? (uint)Math.Min(Math.Round(rate * 4294967296.0), uint.MaxValue)
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be in [0, 1).");
}

/// <summary>0 where the word is below a threshold, else value * scale.</summary>
/// <param name="threshold">The threshold.</param>
/// <param name="scale">The factor.</param>
internal readonly struct Drop(uint threshold, float scale) : IRandomFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<L, V>(V value, V word)
        where L : ILanes<V>
        where V : unmanaged =>
        L.SelectLessBits(word, L.CreateBits(threshold), L.Create(0f), L.Multiply(value, L.Create(scale)));
}
