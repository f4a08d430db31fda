using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of output - target * log(output + 1e-7) over the outputs of an image; Keras' <c>Poisson</c>. Outputs are expected counts, so
/// end the network in something positive, such as <see cref="Activation.Softplus"/> or <see cref="Activation.Exponential"/>.
/// </summary>
public sealed class Poisson : ElementLoss
{
    private protected override double Mean(in LossImage image, float scale) => image.Mean(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var shifted = L.Add(output, L.Create(ProbabilityRange.Epsilon));
            slope = L.Subtract(L.Create(1f), L.Divide(target, shifted));
            return L.Subtract(output, L.Multiply(target, Elementary.Log<L, V>(shifted)));
        }
    }
}
