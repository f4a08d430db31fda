namespace CnnGen.Visualization;

/// <summary>Colours by lightness, chroma and hue as people see them: https://bottosson.github.io/posts/oklab/.</summary>
internal static class Oklch
{
    /// <summary>The nearest colour of sRGB: where there is none of that chroma, it is less.</summary>
    /// <param name="lightness">From 0 to 1.</param>
    /// <param name="chroma">0 for grey.</param>
    /// <param name="hue">In degrees.</param>
    /// <param name="rgb">Receives red, green and blue.</param>
    public static void ToRgb(double lightness, double chroma, double hue, Span<byte> rgb)
    {
        var color = Linear(lightness, chroma, hue);
        if (!IsInGamut(color))
            color = Linear(lightness, MostChroma(lightness, chroma, hue), hue);
        (rgb[0], rgb[1], rgb[2]) = (Encode(color.Red), Encode(color.Green), Encode(color.Blue));
    }

    /// <summary>The most chroma that sRGB has, by halving what is left.</summary>
    private static double MostChroma(double lightness, double chroma, double hue)
    {
        var (low, high) = (0.0, chroma);
        for (var round = 0; round < 20; round++)
        {
            var middle = (low + high) / 2;
            (low, high) = IsInGamut(Linear(lightness, middle, hue)) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static (double Red, double Green, double Blue) Linear(double lightness, double chroma, double hue)
    {
        var angle = hue * Math.PI / 180;
        var (a, b) = (chroma * Math.Cos(angle), chroma * Math.Sin(angle));
        var l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static double Cube(double value) => value * value * value;

    private static bool IsInGamut((double Red, double Green, double Blue) color)
    {
        const double rounding = 1e-4;
        return Math.Min(color.Red, Math.Min(color.Green, color.Blue)) >= -rounding
            && Math.Max(color.Red, Math.Max(color.Green, color.Blue)) <= 1 + rounding;
    }

    /// <summary>A linear share as a byte of sRGB (IEC 61966-2-1).</summary>
    private static byte Encode(double linear)
    {
        var share = Math.Clamp(linear, 0, 1);
        var encoded = share <= 0.0031308 ? 12.92 * share : (1.055 * Math.Pow(share, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(encoded * 255);
    }
}
