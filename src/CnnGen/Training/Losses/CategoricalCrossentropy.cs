using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -sum(target * log(p)) over the channels of a position, and the mean over the positions of an image; Keras'
/// <c>CategoricalCrossentropy</c>. Targets are a probability for each class: one-hot, or a mixture.
/// </summary>
/// <remarks>
/// With a softmax at the end of a compiled network, of a vector or a map, it is one: the gradient of the logits is p * sum(target) -
/// target, however sure the network is, and without a pass through the softmax. From probabilities these are divided by their sum, and cut
/// to [1e-7, 1 - 1e-7], so that a loss is at most 16, as in Keras; with <see cref="FromLogits"/> the loss is exact, too: -sum(target *
/// logsoftmax(x)). For classes as numbers, take <see cref="SparseCategoricalCrossentropy"/>.
/// </remarks>
public sealed class CategoricalCrossentropy : VectorLoss
{
    private readonly double _labelSmoothing;

    /// <summary>
    /// Whether outputs are logits, which a softmax would make probabilities of; false, for a network that ends in a softmax, when left out.
    /// </summary>
    public bool FromLogits { get; init; }

    /// <summary>How far targets are drawn towards the mean of the K classes, in [0, 1]: t * (1 - s) + s / K; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double LabelSmoothing
    {
        get => _labelSmoothing;
        init => _labelSmoothing = SettingRange.Share(value, nameof(LabelSmoothing));
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network) => NetworkEnds.CheckProbabilities(network, this, FromLogits);

    internal override bool GivesLogitsGradients(Activation? end) => !FromLogits && end == Activation.Softmax;

    private protected override double OfVector(in LossImage vector, float scale) => CategoricalTerms.Sum(
        vector, SmoothedTarget.Over(LabelSmoothing, vector.Count), FromLogits, new CategoricalEntropy(), scale);
}
