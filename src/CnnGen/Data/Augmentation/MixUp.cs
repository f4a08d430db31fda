using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Mixes each image with another one of its batch, Keras' <c>MixUp</c>: weight * image + (1 - weight) * other, with a weight of its own
/// from the beta distribution Beta(alpha, alpha), and their targets with the same weights (Zhang et al., "mixup: beyond empirical risk
/// minimization", 2018).
/// </summary>
/// <remarks>Which image it is mixed with is drawn as for every <see cref="MixingAugmentation"/>.</remarks>
public sealed class MixUp : MixingAugmentation, IHasSettings
{
    private readonly double _alpha;

    /// <summary>Mixes images.</summary>
    /// <param name="alpha">How much is mixed, above 0: near 0 hardly, at 1 every weight is as likely, above it equal weights are the most
    /// likely; 0.2 when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or infinite.</exception>
    public MixUp(double alpha = 0.2) => _alpha = alpha > 0 && double.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "alpha must be a finite number above 0.");

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("alpha", _alpha);
    }

    internal override void Mix(in Mixture images, ImageShape shape, in Mixture targets, ref AugmentationRandom random)
    {
        var weight = random.Beta(_alpha);
        images.Blend(weight);
        targets.Blend(weight);
    }
}
