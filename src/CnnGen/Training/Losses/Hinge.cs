using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of max(1 - target * output, 0) over the outputs of an image; Keras' <c>Hinge</c>. Targets are -1 and 1; a 0 counts as -1, so
/// that 0 and 1 will do as well.
/// </summary>
/// <remarks>End the network in outputs from -1 to 1 or without bounds.</remarks>
public sealed class Hinge : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var sign = HingeTarget.Of<L, V>(target);
            var (zero, rest) = (L.Create(0f), L.Subtract(L.Create(1f), L.Multiply(sign, output)));
            slope = L.SelectLess(rest, zero, zero, L.Subtract(zero, sign));
            return L.SelectLess(rest, zero, zero, rest);
        }
    }
}
