namespace CnnGen.Training;

/// <summary>What numbers that are set may be.</summary>
internal static class SettingRange
{
    /// <summary>A finite number above 0.</summary>
    public static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number above 0.");

    /// <summary>A finite number, at least 0.</summary>
    public static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number, at least 0.");

    /// <summary>A whole number, at least another.</summary>
    public static T AtLeast<T>(T value, T least, string name)
        where T : struct, IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Fraction(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, 1).");

    /// <summary>A number in [0, 1].</summary>
    public static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be in [0, 1].");
}
