namespace CnnGen.Data;

/// <summary>A colour as hue, saturation and value, each in [0, 1]; formulas and edge cases are those of Keras' <c>rgb_to_hsv</c>.</summary>
/// <param name="Hue">Where on the circle of colours: 0 and 1 are red, 1/3 green, 2/3 blue.</param>
/// <param name="Saturation">How far from grey.</param>
/// <param name="Value">The largest of red, green and blue.</param>
internal readonly record struct Hsv(float Hue, float Saturation, float Value)
{
    // What is nearer to zero is zero: the distance from 1 to the next float.
    private const float Epsilon = 1.1920929e-7f;

    /// <summary>The colour of red, green and blue in [0, 1].</summary>
    public static Hsv FromRgb(float red, float green, float blue)
    {
        (red, green, blue) = (WithoutDust(red), WithoutDust(green), WithoutDust(blue));
        var value = red > green ? red : green;
        value = value > blue ? value : blue;
        var least = red < green ? red : green;
        least = least < blue ? least : blue;
        var range = value - least;
        if (!(range > 0))
            return new Hsv(0, 0, value);
        var norm = 1 / (6 * range);
        var hue = value == red
            ? norm * (green - blue)
            : value == green ? norm * (blue - red) + 2 / 6f : norm * (red - green) + 4 / 6f;
        return new Hsv(hue < 0 ? hue + 1 : hue, value > 0 ? range / value : 0, value);

        static float WithoutDust(float x) => MathF.Abs(x) < Epsilon ? 0 : x;
    }

    /// <summary>Red, green and blue of the colour.</summary>
    public (float Red, float Green, float Blue) ToRgb()
    {
        var sixth = (Hue - MathF.Floor(Hue)) * 6;
        return (
            Part(MathF.Abs(sixth - 3) - 1, Saturation, Value),
            Part(2 - MathF.Abs(sixth - 2), Saturation, Value),
            Part(2 - MathF.Abs(sixth - 4), Saturation, Value));

        static float Part(float pure, float saturation, float value) =>
            value * (1 - saturation + saturation * Math.Clamp(pure, 0, 1));
    }
}
