using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>Turns images about their middle, Keras' <c>RandomRotation</c>: anticlockwise, clockwise where the angle is negative.</summary>
/// <param name="factor">The angle in full turns: 0.1 is from 36 degrees clockwise to 36 degrees anticlockwise.</param>
public sealed class RandomRotation(FactorRange factor) : GeometricAugmentation
{
    /// <summary>Sine and cosine by their power series, so that they have the same bits on every machine; exact at quarter turns.</summary>
    /// <param name="turns">The angle in full turns, in [-1, 1].</param>
    internal static (double Sin, double Cos) SinCos(double turns)
    {
        // The nearest quarter turn is left out; of the rest, at most an eighth of a turn, the first term that is dropped is below 1e-18.
        var quarters = Math.Round(4 * turns);
        var x = 2 * Math.PI * (turns - quarters / 4);
        var (sin, cos) = (1.0, 1.0);
        for (var k = 16; k >= 2; k -= 2)
        {
            sin = 1 - x * x / (k * (k + 1)) * sin;
            cos = 1 - x * x / (k * (k - 1)) * cos;
        }

        sin *= x;
        return ((int)quarters & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(factor), $"{factor}");
    }

    private protected override AffineMap DrawMap(ImageShape shape, ref AugmentationRandom random)
    {
        var (sin, cos) = SinCos(factor.Draw(ref random));
        var (middleX, middleY) = ((shape.Width - 1) / 2.0, (shape.Height - 1) / 2.0);

        // Rows count downwards, so this is where a point was before it turned anticlockwise.
        return new AffineMap(
            cos, -sin, middleX - cos * middleX + sin * middleY,
            sin, cos, middleY - sin * middleX - cos * middleY);
    }
}
