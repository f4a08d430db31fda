using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Shifts images, Keras' <c>RandomTranslation</c>: down and to the right by a share of height and width each, up and left where it is
/// negative.
/// </summary>
/// <param name="heightFactor">The shift down, as a share of the height: 0.1 is from a tenth up to a tenth down.</param>
/// <param name="widthFactor">The shift to the right, as a share of the width.</param>
public sealed class RandomTranslation(FactorRange heightFactor, FactorRange widthFactor) : GeometricAugmentation
{
    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(heightFactor), $"{heightFactor}");
        settings.Add(nameof(widthFactor), $"{widthFactor}");
    }

    private protected override AffineMap DrawMap(ImageShape shape, ref AugmentationRandom random)
    {
        var down = heightFactor.Draw(ref random) * shape.Height;
        var right = widthFactor.Draw(ref random) * shape.Width;
        return new AffineMap(1, 0, -right, 0, 1, -down);
    }
}
