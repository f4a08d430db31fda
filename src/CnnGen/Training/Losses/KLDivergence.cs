using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The sum of target * log(target / output) over the channels of a position, both cut to [1e-7, 1], and the mean of that over the positions
/// of an image (Kullback and Leibler, 1951); Keras' <c>KLDivergence</c>. Outputs and targets are probabilities.
/// </summary>
public sealed class KLDivergence : VectorLoss
{
    /// <inheritdoc/>
    public override string Name => "kl_divergence";

    private protected override double OfVector(in LossImage vector, float scale) => vector.Sum(new Formula(), scale);

    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            var share = Magnitude.Clip<L, V>(target, ProbabilityRange.Epsilon, 1);
            var quotient = L.Divide(share, Magnitude.Clip<L, V>(output, ProbabilityRange.Epsilon, 1));
            slope = Magnitude.WithinClip<L, V>(output, ProbabilityRange.Epsilon, 1, L.Subtract(L.Create(0f), quotient));
            return L.Multiply(share, Elementary.Log<L, V>(quotient));
        }
    }
}
