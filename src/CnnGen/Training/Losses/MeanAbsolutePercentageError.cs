using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of 100 |output - target| / max(|target|, 1e-7) over the outputs of an image; Keras' <c>MeanAbsolutePercentageError</c>.
/// </summary>
public sealed class MeanAbsolutePercentageError : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var error = L.Subtract(output, target);
            var share = L.Divide(L.Create(100f), Magnitude.AtLeast<L, V>(Magnitude.Of<L, V>(target), ProbabilityRange.Epsilon));
            slope = L.Multiply(Magnitude.Sign<L, V>(error), share);
            return L.Multiply(Magnitude.Of<L, V>(error), share);
        }
    }
}
