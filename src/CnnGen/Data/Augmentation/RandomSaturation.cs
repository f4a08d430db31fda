using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Makes the colours of an image stronger or weaker, Keras' <c>RandomSaturation</c>: multiplies their saturation with
/// factor / (1 - factor), and cuts it to [0, 1].
/// </summary>
/// <remarks>
/// One difference: Keras cuts the saturation to its <c>value_range</c>, which with that of bytes lets it grow to 255, and values below 0
/// come out. Here 1 is the most, as it is there with a range from 0 to 1.
/// </remarks>
/// <param name="factor">0 leaves grey, 0.5 the image as it is, 1 colours as strong as can be; a number x stands for [0, x].</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is outside of [0, 1].</exception>
public sealed class RandomSaturation(FactorRange factor) : HsvAugmentation
{
    // Keras' epsilon, so that a factor of 1 is a large scale and not an infinite one.
    private const double Epsilon = 1e-7;

    private readonly FactorRange _factor = factor.NotNegative(nameof(factor));

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add("factor", $"{_factor}");
    }

    private protected override HsvChange DrawChange(ref AugmentationRandom random)
    {
        var share = _factor.Draw(ref random);
        return new HsvChange(HueShift: 0, (float)(share / (1 - share + Epsilon)));
    }
}
