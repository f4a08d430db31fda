namespace CnnGen.Runtime;

/// <summary>The logarithm of softmax over one row, forward and backward, stable: y = x - max - log(sum(exp(x - max))).</summary>
/// <remarks>
/// Sums are taken in index order, one value after the other, so the bits do not depend on the vector width.
/// Pointers need no alignment; nothing outside the given count is read or written.
/// </remarks>
public static unsafe class LogSoftmax
{
    /// <summary>Logarithms of probabilities from logits.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="logits">count values.</param>
    /// <param name="logarithms">Room for count values; not <paramref name="logits"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    public static void Forward<L, V>(float* logits, float* logarithms, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var max = Softmax.Max(logits, count);
        var log = Elementary.Log<Lanes1, float>(Softmax.Exponentials<L, V>(logits, logarithms, count, max));
        var i = 0;
        for (var (shift, total) = (L.Create(max), L.Create(log)); i <= count - L.Count; i += L.Count)
            L.Store(L.Subtract(L.Subtract(L.Load(logits + i), shift), total), logarithms + i);
        for (; i < count; i++)
            logarithms[i] = logits[i] - max - log;
    }

    /// <summary>Gradient of the logits: dx = g - exp(y) sum(g).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="logarithms">What <see cref="Forward"/> gave.</param>
    /// <param name="outputGradient">dLoss/dy, count values.</param>
    /// <param name="inputGradient">Room for dLoss/dx, count values; may be <paramref name="outputGradient"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    public static void Backward<L, V>(float* logarithms, float* outputGradient, float* inputGradient, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = 0f;
        for (var k = 0; k < count; k++)
            sum += outputGradient[k];

        var i = 0;
        for (var total = L.Create(-sum); i <= count - L.Count; i += L.Count)
        {
            var p = Elementary.Exp<L, V>(L.Load(logarithms + i));
            L.Store(L.MultiplyAdd(p, total, L.Load(outputGradient + i)), inputGradient + i);
        }

        for (; i < count; i++)
            inputGradient[i] = ScalarMath.MultiplyAdd(Elementary.Exp<Lanes1, float>(logarithms[i]), -sum, outputGradient[i]);
    }
}
