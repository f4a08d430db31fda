using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Makes images smaller or larger about their middle, Keras' <c>RandomZoom</c>: a positive factor zooms out, a negative one in.
/// </summary>
/// <param name="heightFactor">1 + factor rows of the image go into one: 0.2 is from rows at 0.8 of their distance to rows at 1.2.</param>
/// <param name="widthFactor">The same for columns; when left out, what was drawn for the rows, so that the picture keeps its
/// proportions.</param>
public sealed class RandomZoom(FactorRange heightFactor, FactorRange? widthFactor = null) : GeometricAugmentation
{
    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(heightFactor), $"{heightFactor}");
        settings.Add(nameof(widthFactor), widthFactor?.ToString());
    }

    private protected override AffineMap DrawMap(ImageShape shape, ref AugmentationRandom random)
    {
        var rows = 1 + heightFactor.Draw(ref random);
        var columns = widthFactor is { } factor ? 1 + factor.Draw(ref random) : rows;
        return new AffineMap(columns, 0, (shape.Width - 1) / 2.0 * (1 - columns), 0, rows, (shape.Height - 1) / 2.0 * (1 - rows));
    }
}
