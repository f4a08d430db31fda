using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -cos of the angle between the outputs and the targets of a position, and the mean over the positions of an image; Keras'
/// <c>CosineSimilarity</c>: -1 where they point the same way, 1 where they point opposite ways. Lengths count as 1e-7 at least.
/// </summary>
public sealed class CosineSimilarity : VectorLoss
{
    private const double LeastSquare = 1e-14;

    private protected override double OfVector(in LossImage vector, float scale)
    {
        var outputs = vector.Sum(new Product(OfTarget: false, TimesTarget: false), 1);
        var targets = vector.Sum(new Product(OfTarget: true, TimesTarget: true), 1);
        var both = vector.Sum(new Product(OfTarget: false, TimesTarget: true), 1);
        var length = Math.Sqrt(Math.Max(outputs, LeastSquare) * Math.Max(targets, LeastSquare));
        var similarity = both / length;
        // A length that counts as the least one does not change with the outputs.
        var towards = outputs < LeastSquare ? 0 : similarity / outputs;
        vector.Sum(new Gradient((float)towards, (float)(-1 / length)), scale);
        return -similarity;
    }

    /// <summary>The square of either, or the product of both.</summary>
    private readonly record struct Product(bool OfTarget, bool TimesTarget) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = TimesTarget ? target : output;
            return L.Multiply(OfTarget ? target : output, slope);
        }
    }

    private readonly record struct Gradient(float OutputTimes, float TargetTimes) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = L.MultiplyAdd(output, L.Create(OutputTimes), L.Multiply(target, L.Create(TargetTimes)));
            return slope;
        }
    }
}
