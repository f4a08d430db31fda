using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// -alpha * sum((1 - p)^gamma * target * log(p)) over the channels of a position, and the mean over the positions of an image, so that what
/// is sure already counts less (Lin et al., "Focal loss for dense object detection", 2017); Keras' <c>CategoricalFocalCrossentropy</c>.
/// Targets are a probability for each class.
/// </summary>
/// <remarks>Probabilities and logits are as of <see cref="CategoricalCrossentropy"/>.</remarks>
public sealed class CategoricalFocalCrossentropy() : CrossentropyLoss(Activation.Softmax)
{
    private readonly double _alpha = 0.25;
    private readonly double _gamma = 2;

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

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(Alpha), Alpha);
        settings.Add(nameof(Gamma), Gamma);
    }

    private protected override double Compute(in LossImage image, float scale, int channels) =>
        CategoricalTerms.Mean(image, this, new FocalEntropy((float)Alpha, (float)Gamma), scale, channels);
}
