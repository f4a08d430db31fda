using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Layer normalization of the channels of one pixel, forward and backward; see <see cref="ChannelSums"/> for its sums.</summary>
/// <remarks>Pointers need no alignment; nothing outside the given count is read or written.</remarks>
public static unsafe class LayerNormalization
{
    /// <summary>y = gamma * (x - mean) / sqrt(variance + epsilon) + beta.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values.</param>
    /// <param name="statistics">Room for the mean and for 1 / sqrt(variance + epsilon).</param>
    /// <param name="y">Room for count values; may be <paramref name="x"/>.</param>
    /// <param name="count">Channels, at least 1.</param>
    /// <param name="gamma">Factors; null for none.</param>
    /// <param name="beta">Summands; null for none.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Forward<L, V>(
        float* x, float* statistics, float* y, int count, float* gamma, float* beta, double epsilon)
        where L : ILanes<V>
        where V : unmanaged
    {
        var mean = ChannelSums.Of<L, V, First>(x, x, count, default) / count;
        // Distances from the mean, since a difference of squares would lose what the mean is larger than the deviation by.
        var squares = ChannelSums.Of<L, V, Distances>(x, x, count, new Distances(mean));
        var deviation = (float)(1 / Math.Sqrt(((double)squares / count) + epsilon));
        (statistics[0], statistics[1]) = (mean, deviation);
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
            Normalize<L, V>(x + i, y + i, At(gamma, i), At(beta, i), mean, deviation);
        for (; i < count; i++)
            Normalize<Lanes1, float>(x + i, y + i, At(gamma, i), At(beta, i), mean, deviation);
    }

    /// <summary>
    /// The gradient of x, and shares in those of beta and gamma: with n = (x - mean) * deviation and g = dy * gamma, dx = deviation * (g -
    /// mean(g) - n * mean(g * n)).
    /// </summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values.</param>
    /// <param name="statistics">What <see cref="Forward"/> left there.</param>
    /// <param name="dy">The gradients of the output.</param>
    /// <param name="dx">Room for count values, other than those of <paramref name="dy"/>; null where nobody needs them.</param>
    /// <param name="count">Channels, at least 1.</param>
    /// <param name="gamma">Factors; null for none.</param>
    /// <param name="betaSums">dy is added to these; null where there are none.</param>
    /// <param name="gammaSums">dy * n is added to these; null where there are none.</param>
    public static void Backward<L, V>(
        float* x, float* statistics, float* dy, float* dx, int count, float* gamma, float* betaSums, float* gammaSums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (mean, deviation) = (statistics[0], statistics[1]);
        var i = 0;
        for (; i <= count - L.Count; i += L.Count)
            Share<L, V>(x + i, dy + i, At(dx, i), At(gamma, i), At(betaSums, i), At(gammaSums, i), mean, deviation);
        for (; i < count; i++)
            Share<Lanes1, float>(x + i, dy + i, At(dx, i), At(gamma, i), At(betaSums, i), At(gammaSums, i), mean, deviation);
        if (dx == null)
            return;

        var ofGradient = ChannelSums.Of<L, V, First>(dx, dx, count, default) / count;
        var ofInput = ChannelSums.Of<L, V, Products>(dx, x, count, new Products(mean)) / count * deviation;
        i = 0;
        for (; i <= count - L.Count; i += L.Count)
            Finish<L, V>(x + i, dx + i, mean, deviation, ofGradient, ofInput);
        for (; i < count; i++)
            Finish<Lanes1, float>(x + i, dx + i, mean, deviation, ofGradient, ofInput);
    }

    /// <summary>The shares in the gradients of beta and gamma alone.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="x">count values.</param>
    /// <param name="statistics">What <see cref="Forward"/> left there.</param>
    /// <param name="dy">The gradients of the output.</param>
    /// <param name="count">Channels, at least 1.</param>
    /// <param name="betaSums">As in <see cref="Backward"/>.</param>
    /// <param name="gammaSums">As in <see cref="Backward"/>.</param>
    public static void Sums<L, V>(float* x, float* statistics, float* dy, int count, float* betaSums, float* gammaSums)
        where L : ILanes<V>
        where V : unmanaged => Backward<L, V>(x, statistics, dy, null, count, null, betaSums, gammaSums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* At(float* pointer, int index) => pointer == null ? null : pointer + index;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<L, V>(float* x, float* y, float* gamma, float* beta, float mean, float deviation)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (factor, summand) = (gamma == null ? L.Create(1f) : L.Load(gamma), beta == null ? L.Create(0f) : L.Load(beta));
        L.Store(L.MultiplyAdd(Normalized<L, V>(x, mean, deviation), factor, summand), y);
    }

    // Leaves g where dx comes to stand.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Share<L, V>(
        float* x, float* dy, float* dx, float* gamma, float* betaSums, float* gammaSums, float mean, float deviation)
        where L : ILanes<V>
        where V : unmanaged
    {
        var gradient = L.Load(dy);
        if (betaSums != null)
            L.Store(L.Add(L.Load(betaSums), gradient), betaSums);
        if (gammaSums != null)
            L.Store(L.MultiplyAdd(gradient, Normalized<L, V>(x, mean, deviation), L.Load(gammaSums)), gammaSums);
        if (dx != null)
            L.Store(gamma == null ? gradient : L.Multiply(gradient, L.Load(gamma)), dx);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<L, V>(float* x, float* dx, float mean, float deviation, float ofGradient, float ofInput)
        where L : ILanes<V>
        where V : unmanaged
    {
        var centered = L.Subtract(L.Load(dx), L.Create(ofGradient));
        centered = L.MultiplyAdd(Normalized<L, V>(x, mean, deviation), L.Create(-ofInput), centered);
        L.Store(L.Multiply(centered, L.Create(deviation)), dx);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Normalized<L, V>(float* x, float mean, float deviation)
        where L : ILanes<V>
        where V : unmanaged => L.Multiply(L.Subtract(L.Load(x), L.Create(mean)), L.Create(deviation));
}
