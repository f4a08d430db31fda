using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The sum of target * log(target / output) over the channels of a position, both cut to [1e-7, 1], and the mean of that over the positions
/// of an image (Kullback and Leibler, 1951); Keras' <c>KLDivergence</c>. Outputs and targets are probabilities.
/// </summary>
public sealed class KLDivergence : ValueLoss
{
    /// <inheritdoc/>
    public override string Name => "kl_divergence";

    /// <summary>Positions do not meet in it: all of them are one sum.</summary>
    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        var positions = image.Count / channels;
        return image.Sum(default(Formula), scale / positions) / positions;
    }

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
