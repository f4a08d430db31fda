using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of (log(1 + output) - log(1 + target))^2 over the outputs of an image, both of them at least 1e-7; Keras'
/// <c>MeanSquaredLogarithmicError</c>. An output below that has no gradient.
/// </summary>
public sealed class MeanSquaredLogarithmicError : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var at = Magnitude.AtLeast<L, V>(output, ProbabilityRange.Epsilon);
            var error = L.Subtract(
                Elementary.Log1p<L, V>(at), Elementary.Log1p<L, V>(Magnitude.AtLeast<L, V>(target, ProbabilityRange.Epsilon)));
            slope = Magnitude.WithinClip<L, V>(
                output, ProbabilityRange.Epsilon, float.PositiveInfinity, L.Divide(L.Add(error, error), L.Add(at, L.Create(1f))));
            return L.Multiply(error, error);
        }
    }
}
