using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -sum(target * log(p)) over the channels of a position, and the mean over the positions of an image; Keras'
/// <c>CategoricalCrossentropy</c>. Targets are a probability for each class: one-hot, or a mixture.
/// </summary>
/// <remarks>
/// With a softmax at the end of a compiled network, of a vector or a map, it is one: the gradient of the logits is p * sum(target) -
/// target, however sure the network is, and without a pass through the softmax. From probabilities these are divided by their sum, and cut
/// to [1e-7, 1 - 1e-7], so that a loss is at most 16, as in Keras; with <see cref="CrossentropyLoss.FromLogits"/> the loss is exact, too:
/// -sum(target * logsoftmax(x)). For classes as numbers, take <see cref="SparseCategoricalCrossentropy"/>.
/// </remarks>
public sealed class CategoricalCrossentropy() : CrossentropyLoss(Activation.Softmax)
{
    /// <summary>Behind a softmax, whose probabilities have a sum of 1, values and gradients are one walk.</summary>
    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        if (!image.WantsLogitsGradients)
            return CategoricalTerms.Mean(image, this, default(CategoricalEntropy), scale, channels);
        var (positions, smoothed) = (image.Count / channels, SmoothedTarget.Over(LabelSmoothing, channels));
        var sum = image.Sum(new OfSoftmax(smoothed), scale / positions);
        AddRests(image, smoothed.Kept * (scale / positions), channels);
        return sum / positions;
    }

    /// <summary>The gradient of a logit is p * sum(target) - target, and the walk took the sum for 1.</summary>
    private static unsafe void AddRests(in LossImage image, float scale, int channels)
    {
        for (var first = 0; first < image.Count; first += channels)
        {
            var sum = 0f;
            for (var i = first; i < first + channels; i++)
                sum += image.Targets[i];
            var rest = (sum - 1) * scale;
            if (rest == 0)
                continue;
            for (var i = first; i < first + channels; i++)
                image.Gradients[i] += image.Outputs[i] * rest;
        }
    }

    /// <summary>-target * log(p), and p - target for the logit.</summary>
    private readonly record struct OfSoftmax(SmoothedTarget Smoothed) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            target = Smoothed.Of<L, V>(target);
            slope = L.Subtract(output, target);
            var p = Magnitude.Clip<L, V>(output, ProbabilityRange.Epsilon, ProbabilityRange.MostProbable);
            return L.Subtract(L.Create(0f), L.Multiply(target, Elementary.Log<L, V>(p)));
        }
    }
}
