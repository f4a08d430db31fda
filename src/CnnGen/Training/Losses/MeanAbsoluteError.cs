using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of |output - target| over the outputs of an image; Keras' <c>MeanAbsoluteError</c>. The gradient is the sign of output - target
/// by the number of outputs, 0 where both are equal.
/// </summary>
public sealed class MeanAbsoluteError : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var error = L.Subtract(output, target);
            slope = Magnitude.Sign<L, V>(error);
            return Magnitude.Of<L, V>(error);
        }
    }
}
