using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -(target * log(p) + (1 - target) * log(1 - p)), the mean over the outputs of an image, each of which is the probability of a class of
/// its own; Keras' <c>BinaryCrossentropy</c>. Targets are 0 and 1, or probabilities.
/// </summary>
/// <remarks>
/// With a sigmoid at the end of a compiled network it is one: the gradient of the logits is p - target, however sure the network is, and
/// without a pass through the sigmoid. From probabilities, p is cut to [1e-7, 1 - 1e-7], so that a loss is at most 16, as in Keras; with
/// <see cref="FromLogits"/> the loss is exact, too.
/// </remarks>
public sealed class BinaryCrossentropy : ElementLoss, IHasSettings
{
    internal static readonly BinaryCrossentropy Default = new();

    private readonly double _labelSmoothing;

    /// <summary>
    /// Whether outputs are logits, which a sigmoid would make probabilities of; false, for a network that ends in a sigmoid, when left out.
    /// </summary>
    public bool FromLogits { get; init; }

    /// <summary>How far targets are drawn towards 1/2, in [0, 1]: t * (1 - s) + s / 2; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double LabelSmoothing
    {
        get => _labelSmoothing;
        init => _labelSmoothing = SettingRange.Share(value, nameof(LabelSmoothing));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(FromLogits), FromLogits);
        settings.Add(nameof(LabelSmoothing), LabelSmoothing);
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network) => NetworkEnds.CheckProbabilities(network, this, FromLogits);

    internal override bool GivesLogitsGradients(Activation? end) => !FromLogits && end == Activation.Sigmoid;

    private protected override double Mean(in LossImage image, float scale)
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
