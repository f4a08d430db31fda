using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// Multiplies by normally distributed noise; see <see cref="StandardNormal"/> for the numbers, and <see cref="RandomElements"/>.
/// </summary>
public static unsafe class GaussianDropout
{
    /// <summary>
    /// y = x * (1 + stddev * n), with n of mean 0 and variance 1, for some elements of an image. With gradients in place of values it is
    /// the backward pass.
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values, at any alignment.</param>
    /// <param name="y">Room for count values, at any alignment; may be <paramref name="x"/>.</param>
    /// <param name="first">The index in the image of the first value, at least 0.</param>
    /// <param name="count">Number of values.</param>
    /// <param name="stddev">The standard deviation of the noise.</param>
    /// <param name="key">Names the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part of the key is out of its range.</exception>
    public static void Apply<L, V>(float* x, float* y, int first, int count, float stddev, in DropoutKey key)
        where L : ILanes<V>
        where V : unmanaged => RandomElements.Apply<L, V, Scale>(x, y, first, count, new Scale(stddev), in key);

    private readonly struct Scale(float stddev) : IRandomFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<L, V>(V value, V word)
            where L : ILanes<V>
            where V : unmanaged =>
            L.Multiply(value, L.MultiplyAdd(StandardNormal.Of<L, V>(word), L.Create(stddev), L.Create(1f)));
    }
}
