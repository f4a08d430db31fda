namespace CnnGen.Tests.Runtime;

/// <summary>Errors in units in the last place.</summary>
internal static class Ulp
{
    /// <summary>
    /// The distance in units in the last place of the exact result, as a float: what overflows must be infinite, NaN must be NaN.
    /// </summary>
    public static double Error(double exact, float got)
    {
        float rounded = (float)exact;
        if (float.IsNaN(rounded) || float.IsNaN(got))
            return float.IsNaN(rounded) && float.IsNaN(got) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity(rounded) || float.IsInfinity(got))
        {
            // The greatest float stands beside infinity.
            return rounded == got || MathF.Abs(rounded) == float.MaxValue || MathF.Abs(got) == float.MaxValue ? 0 : double.PositiveInfinity;
        }

        float magnitude = MathF.Min(MathF.Abs(rounded), float.MaxValue / 2);
        return Math.Abs(got - exact) / (MathF.BitIncrement(magnitude) - magnitude);
    }
}
