using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Turns the hues of an image on the circle of colours, Keras' <c>RandomHue</c>: all by half of the factor, one way or the other, and cuts
/// values to their range.
/// </summary>
/// <param name="factor">How far, in half turns, from 0 to 1, which makes cyan of red and yellow of blue; a number x stands for [0, x].
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The factor is outside of [0, 1].</exception>
public sealed class RandomHue(FactorRange factor) : HsvAugmentation
{
    private readonly FactorRange _factor = factor.NotNegative(nameof(factor));

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add("factor", $"{_factor}");
    }

    private protected override HsvChange DrawChange(ref AugmentationRandom random)
    {
        var direction = random.Chance(0.5) ? 1 : -1;
        return new HsvChange((float)(direction * 0.5 * _factor.Draw(ref random)), SaturationScale: 1);
    }
}
