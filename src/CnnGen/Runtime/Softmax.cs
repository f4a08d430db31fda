namespace CnnGen.Runtime;

/// <summary>Softmax over one row, forward and backward, stable: p = exp(x - max) / sum(exp(x - max)).</summary>
/// <remarks>
/// Sums are taken in index order, one value after the other, so the bits do not depend on the vector width.
/// Pointers need no alignment; nothing outside the given count is read or written. Output may be input.
/// </remarks>
public static unsafe class Softmax
{
    /// <summary>Probabilities from logits.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="logits">count values.</param>
    /// <param name="probabilities">Room for count values; may be <paramref name="logits"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    public static void Forward<L, V>(float* logits, float* probabilities, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = Exponentials<L, V>(logits, probabilities, count, Max(logits, count));
        Normalize<L, V>(probabilities, count, sum);
    }

    /// <summary>Gradient of the logits: dx = p (g - sum(p g)).</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="probabilities">What <see cref="Forward"/> gave.</param>
    /// <param name="outputGradient">dLoss/dp, count values.</param>
    /// <param name="inputGradient">Room for dLoss/dx, count values; may be <paramref name="outputGradient"/>.</param>
    /// <param name="count">Classes, at least 1.</param>
    public static void Backward<L, V>(float* probabilities, float* outputGradient, float* inputGradient, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = 0f;
        for (var k = 0; k < count; k++)
            sum = ScalarMath.MultiplyAdd(probabilities[k], outputGradient[k], sum);

        var i = 0;
        for (var total = L.Create(sum); i <= count - L.Count; i += L.Count)
            L.Store(L.Multiply(L.Load(probabilities + i), L.Subtract(L.Load(outputGradient + i), total)), inputGradient + i);
        for (; i < count; i++)
            inputGradient[i] = probabilities[i] * (outputGradient[i] - sum);
    }

    /// <summary>The greatest value of a row; NaN where one is.</summary>
    internal static float Max(float* x, int count)
    {
        var max = x[0];
        for (var k = 1; k < count; k++)
            max = x[k] > max || float.IsNaN(x[k]) ? x[k] : max;
        return max;
    }

    /// <summary>y = exp(x - max); returns their sum.</summary>
    internal static float Exponentials<L, V>(float* x, float* y, int count, float max)
        where L : ILanes<V>
        where V : unmanaged
    {
        var i = 0;
        for (var shift = L.Create(max); i <= count - L.Count; i += L.Count)
            L.Store(Elementary.Exp<L, V>(L.Subtract(L.Load(x + i), shift)), y + i);
        for (; i < count; i++)
            y[i] = Elementary.Exp<Lanes1, float>(x[i] - max);

        var sum = 0f;
        for (var k = 0; k < count; k++)
            sum += y[k];
        return sum;
    }

    /// <summary>y = y / sum.</summary>
    internal static void Normalize<L, V>(float* y, int count, float sum)
        where L : ILanes<V>
        where V : unmanaged
    {
        var i = 0;
        for (var divisor = L.Create(sum); i <= count - L.Count; i += L.Count)
            L.Store(L.Divide(L.Load(y + i), divisor), y + i);
        for (; i < count; i++)
            y[i] /= sum;
    }
}
