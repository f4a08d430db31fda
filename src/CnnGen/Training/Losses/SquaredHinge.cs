using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of max(1 - target * output, 0)^2 over the outputs of an image; Keras' <c>SquaredHinge</c>. Targets are -1 and 1; a 0 counts as
/// -1, so that 0 and 1 will do as well.
/// </summary>
public sealed class SquaredHinge : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var sign = HingeTarget.Of<L, V>(target);
            var rest = Magnitude.AtLeast<L, V>(L.Subtract(L.Create(1f), L.Multiply(sign, output)), 0);
            slope = L.Multiply(L.Multiply(L.Create(-2f), sign), rest);
            return L.Multiply(rest, rest);
        }
    }
}
