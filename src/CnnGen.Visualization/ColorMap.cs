namespace CnnGen.Visualization;

/// <summary>
/// Turns numbers into colours whose steps look alike: lightness, as people see it (Oklab, Ottosson 2020), grows evenly with the number, so
/// that a picture reads the same in grey and for who does not see all colours.
/// </summary>
public sealed class ColorMap
{
    private const int Steps = 256;

    private readonly byte[] _colors;

    private ColorMap(Func<double, (double Lightness, double Chroma, double Hue)> colorAt)
    {
        _colors = new byte[Steps * 3];
        for (var step = 0; step < Steps; step++)
        {
            var (lightness, chroma, hue) = colorAt((double)step / (Steps - 1));
            Oklch.ToRgb(lightness, chroma, hue, _colors.AsSpan(step * 3, 3));
        }
    }

    /// <summary>For numbers from nothing to much: dark violet over green to light yellow.</summary>
    public static ColorMap Sequential { get; } = new(t => (0.2 + (0.75 * t), 0.12 + (0.04 * Math.Sin(Math.PI * t)), 300 - (195 * t)));

    /// <summary>For numbers on both sides of zero, which is in the middle, and nearly white: blue below, red above.</summary>
    public static ColorMap Diverging { get; } = new(t =>
    {
        var distance = Math.Abs((2 * t) - 1);
        return (0.97 - (0.55 * distance), 0.2 * distance, t < 0.5 ? 255 : 25);
    });

    /// <summary>The colour of a number: red, green and blue.</summary>
    /// <param name="share">From 0 to 1; what lies beyond is taken for the nearest, and NaN for 0.</param>
    public ReadOnlySpan<byte> this[float share] =>
        _colors.AsSpan((int)(Math.Clamp(float.IsNaN(share) ? 0 : share, 0, 1) * (Steps - 1) + 0.5f) * 3, 3);
}
