using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -alpha * sum((1 - p)^gamma * target * log(p)) over the channels of a position, and the mean over the positions of an image, so that what
/// is sure already counts less (Lin et al., "Focal loss for dense object detection", 2017); Keras' <c>CategoricalFocalCrossentropy</c>.
/// Targets are a probability for each class.
/// </summary>
/// <remarks>Probabilities and logits are as of <see cref="CategoricalCrossentropy"/>.</remarks>
public sealed class CategoricalFocalCrossentropy : VectorLoss, IHasSettings
{
    private readonly double _alpha = 0.25;
    private readonly double _gamma = 2;
    private readonly double _labelSmoothing;

    /// <summary>A factor, at least 0; 0.25 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = SettingRange.NotNegative(value, nameof(Alpha));
    }

    /// <summary>How much less what is sure counts, at least 0; 2 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Gamma
    {
        get => _gamma;
        init => _gamma = SettingRange.NotNegative(value, nameof(Gamma));
    }

    /// <summary>As of <see cref="CategoricalCrossentropy.FromLogits"/>.</summary>
    public bool FromLogits { get; init; }

    /// <summary>As of <see cref="CategoricalCrossentropy.LabelSmoothing"/>.</summary>
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
        settings.Add(nameof(Alpha), Alpha);
        settings.Add(nameof(Gamma), Gamma);
        settings.Add(nameof(FromLogits), FromLogits);
        settings.Add(nameof(LabelSmoothing), LabelSmoothing);
    }

    /// <inheritdoc/>
    public override void CheckNetwork(INetwork network) => NetworkEnds.CheckProbabilities(network, this, FromLogits);

    internal override bool GivesLogitsGradients(Activation? end) => !FromLogits && end == Activation.Softmax;

    /// <summary>Behind a softmax, whose probabilities have a sum of 1, all positions are one walk.</summary>
    private protected override double Compute(in LossImage image, float scale, int channels) => image.WantsLogitsGradients
        ? CategoricalTerms.BehindSoftmax(
            image, SmoothedTarget.Over(LabelSmoothing, channels), new FocalEntropy((float)Alpha, (float)Gamma), scale, channels)
        : base.Compute(image, scale, channels);

    private protected override double OfVector(in LossImage vector, float scale) => CategoricalTerms.Sum(
        vector, SmoothedTarget.Over(LabelSmoothing, vector.Count), FromLogits, new FocalEntropy((float)Alpha, (float)Gamma), scale);
}
