namespace CnnGen.Benchmarks.Quick;

/// <summary>One figure to measure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Run">What is timed.</param>
/// <param name="Value">The figure, from the seconds of one run.</param>
/// <param name="Flops">Floating-point operations of one run, for its share of the peak; null where no share is told.</param>
internal sealed record Metric(string Name, string Unit, Action Run, Func<double, double> Value, double? Flops);

/// <summary>A figure that was measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The median of its samples.</param>
/// <param name="Unit">Its unit.</param>
internal readonly record struct Figure(string Name, double Value, string Unit)
{
    /// <summary>The median.</summary>
    /// <param name="values">At least one value.</param>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The line of a figure: <c>cnngen 1 train_b32 123.4 img/s</c>.</summary>
    /// <param name="threads">Threads it was measured with.</param>
    /// <param name="tool">What was measured.</param>
    public string ToLine(int threads, string tool = "cnngen") =>
        FormattableString.Invariant($"{tool} {threads} {Name} {Format(Value)} {Unit}");

    /// <summary>Four digits, and all of them before the point.</summary>
    private static string Format(double value)
    {
        var digits = value == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString($"F{digits}", System.Globalization.CultureInfo.InvariantCulture);
    }
}
