using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// max(1 + max((1 - target) * output) - sum(target * output), 0) over the channels of a position, and the mean over the positions of an
/// image; Keras' <c>CategoricalHinge</c>. Targets are one-hot.
/// </summary>
public sealed class CategoricalHinge : ValueLoss
{
    /// <summary>The slopes of all sums first, in one walk; then what the largest of the others changes of each position.</summary>
    private protected override unsafe double Compute(in LossImage image, float scale, int channels)
    {
        var positions = image.Count / channels;
        scale /= positions;
        image.Sum(default(Truth), scale);
        var sum = 0.0;
        for (var start = 0; start < image.Count; start += channels)
        {
            float* outputs = image.Outputs + start, targets = image.Targets + start, gradients = image.Gradients + start;
            var (truth, others, first) = (0f, float.NegativeInfinity, 0);
            for (var i = 0; i < channels; i++)
            {
                truth += targets[i] * outputs[i];
                var other = (1 - targets[i]) * outputs[i];
                // A NaN takes its place, and keeps it.
                if (other > others || (float.IsNaN(other) && !float.IsNaN(others)))
                    (others, first) = (other, i);
            }

            var loss = others - truth + 1;
            if (loss < 0)
            {
                new Span<float>(gradients, channels).Clear();
                continue;
            }

            gradients[first] += (1 - targets[first]) * scale;
            sum += loss;
        }

        return sum / positions;
    }

    /// <summary>-target * output.</summary>
    private readonly record struct Truth : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            slope = L.Subtract(L.Create(0f), target);
            return L.Multiply(slope, output);
        }
    }
}
