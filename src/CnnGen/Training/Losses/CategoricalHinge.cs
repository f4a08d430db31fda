using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// max(1 + max((1 - target) * output) - sum(target * output), 0) over the channels of a position, and the mean over the positions of an
/// image; Keras' <c>CategoricalHinge</c>. Targets are one-hot.
/// </summary>
public sealed class CategoricalHinge : VectorLoss
{
    private protected override unsafe double OfVector(in LossImage vector, float scale)
    {
        var truth = (float)vector.Sum(default(Formula), scale);
        var (others, first) = (float.NegativeInfinity, 0);
        for (var i = 0; i < vector.Count; i++)
        {
            var other = (1 - vector.Targets[i]) * vector.Outputs[i];
            // A NaN takes its place, and keeps it.
            if (other > others || float.IsNaN(other))
                (others, first) = (other, i);
            if (float.IsNaN(other))
                break;
        }

        var loss = others - truth + 1;
        if (loss < 0)
        {
            new Span<float>(vector.Gradients, vector.Count).Clear();
            return 0;
        }

        vector.Gradients[first] += (1 - vector.Targets[first]) * scale;
        return loss;
    }

    /// <summary>target * output, with the slopes that the loss has of it.</summary>
    private readonly record struct Formula : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = L.Subtract(L.Create(0f), target);
            return L.Multiply(target, output);
        }
    }
}
