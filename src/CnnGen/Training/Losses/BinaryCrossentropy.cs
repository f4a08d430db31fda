using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -(target * log(p) + (1 - target) * log(1 - p)), the mean over the outputs of an image, each of which is the probability of a class of
/// its own; Keras' <c>BinaryCrossentropy</c>. Targets are 0 and 1, or probabilities.
/// </summary>
/// <remarks>
/// With a sigmoid at the end of a compiled network it is one: the gradient of the logits is p - target, however sure the network is, and
/// without a pass through the sigmoid. From probabilities, p is cut to [1e-7, 1 - 1e-7], so that a loss is at most 16, as in Keras; with
/// <see cref="CrossentropyLoss.FromLogits"/> the loss is exact, too.
/// </remarks>
public sealed class BinaryCrossentropy() : CrossentropyLoss(Activation.Sigmoid)
{
    internal static readonly BinaryCrossentropy Default = new();

    private protected override double Compute(in LossImage image, float scale, int channels)
    {
        var smoothed = SmoothedTarget.Over(LabelSmoothing, classes: 2);
        return FromLogits
            ? image.Mean(new OfLogits(smoothed), scale)
            : image.Mean(new OfProbabilities(smoothed, image.WantsLogitsGradients), scale);
    }

    private readonly record struct OfLogits(SmoothedTarget Smoothed) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            target = Smoothed.Of<L, V>(target);
            slope = L.Subtract(Elementary.Sigmoid<L, V>(output), target);
            return BinaryTerms.OfLogit<L, V>(output, target);
        }
    }

    private readonly record struct OfProbabilities(SmoothedTarget Smoothed, bool SlopeOfLogit) : IElementFormula
    {
        public V Apply<L, V>(V output, V target, out V slope)
            where L : ILanes<V>
            where V : unmanaged
        {
            target = Smoothed.Of<L, V>(target);
            slope = SlopeOfLogit ? L.Subtract(output, target) : BinaryTerms.SlopeOfProbability<L, V>(output, target);
            return BinaryTerms.OfProbability<L, V>(output, target);
        }
    }
}
