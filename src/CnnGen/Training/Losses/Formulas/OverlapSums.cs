using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>What losses of overlapping masks are made of.</summary>
/// <param name="Outputs">The sum of the outputs.</param>
/// <param name="Targets">The sum of the targets.</param>
/// <param name="Both">The sum of their products.</param>
internal readonly record struct OverlapSums(double Outputs, double Targets, double Both)
{
    /// <summary>The sums of an image; what is in the room for gradients is overwritten.</summary>
    public static OverlapSums Of(in LossImage image) => new(
        image.Sum(new Term(OfOutputs: true, OfTargets: false), 1),
        image.Sum(new Term(OfOutputs: false, OfTargets: true), 1),
        image.Sum(new Term(OfOutputs: true, OfTargets: true), 1));

    private readonly record struct Term(bool OfOutputs, bool OfTargets) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = output;
            return OfOutputs && OfTargets ? L.Multiply(output, target) : OfOutputs ? output : target;
        }
    }
}

/// <summary>The slopes target * factor + constant.</summary>
internal readonly record struct OverlapGradient(float Factor, float Constant) : IElementFormula
{
    public V Apply<L, V>(V output, V target, out V slope)
        where L : ILanes<V>
        where V : unmanaged
    {
        slope = L.MultiplyAdd(target, L.Create(Factor), L.Create(Constant));
        return slope;
    }
}
