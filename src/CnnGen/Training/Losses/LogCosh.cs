using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of log(cosh(output - target)) over the outputs of an image; Keras' <c>LogCosh</c>. It is like half a square near 0, and like a
/// magnitude far from it. The gradient is tanh(output - target) / outputs.
/// </summary>
public sealed class LogCosh : ElementLoss
{
    private const float LogOfTwo = 0.693147181f;

    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var error = L.Subtract(output, target);
            var size = Magnitude.Of<L, V>(error);
            slope = Elementary.Tanh<L, V>(error);
            // log(cosh(e)) = |e| + log(1 + exp(-2 |e|)) - log(2): exp does not overflow.
            var rest = Elementary.Log1p<L, V>(Elementary.Exp<L, V>(L.Multiply(size, L.Create(-2f))));
            return L.Add(size, L.Subtract(rest, L.Create(LogOfTwo)));
        }
    }
}
