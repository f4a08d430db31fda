namespace CnnGen.Tests.Reference;

/// <summary>
/// A number in double precision, and how far a float32 evaluation of the same formula may lie from it: every operation adds its own
/// rounding to the errors of its operands (running error analysis; Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.3).
/// So the tolerance of a test follows the sums that were formed and is not guessed.
/// </summary>
/// <param name="Value">The number.</param>
/// <param name="Error">Largest expected distance of a float32 result, 0 for what float32 holds exactly.</param>
internal readonly record struct Estimate(double Value, double Error)
{
    /// <summary>Half a unit in the last place of float32, relative.</summary>
    public const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// What a result may exceed its bound by: sums in another order than here, and constants folded at build time, round elsewhere.
    /// </summary>
    public const double Slack = 4;

    /// <summary>Below the smallest normal float32 the relative model of rounding does not hold.</summary>
    public const double Tiny = 1.2e-38;

    /// <summary>A number that float32 holds exactly.</summary>
    public static implicit operator Estimate(float exact) => new(exact, 0);

    /// <summary>A constant that is rounded to float32 once.</summary>
    public static Estimate Rounded(double value) => new(value, UnitRoundoff * Math.Abs(value));

    public static Estimate operator +(Estimate a, Estimate b)
    {
        double sum = a.Value + b.Value;
        return new(sum, a.Error + b.Error + UnitRoundoff * Math.Abs(sum));
    }

    public static Estimate operator -(Estimate a) => new(-a.Value, a.Error);

    public static Estimate operator -(Estimate a, Estimate b) => a + -b;

    public static Estimate operator *(Estimate a, Estimate b)
    {
        double product = a.Value * b.Value;
        double error = Math.Abs(a.Value) * b.Error + Math.Abs(b.Value) * a.Error + a.Error * b.Error;
        return new(product, error + UnitRoundoff * Math.Abs(product));
    }

    public static Estimate operator /(Estimate a, Estimate b)
    {
        double quotient = a.Value / b.Value;
        double error = (a.Error + Math.Abs(quotient) * b.Error) / Math.Abs(b.Value);
        return new(quotient, error + UnitRoundoff * Math.Abs(quotient));
    }

    /// <summary>The value of an elementary function at this number.</summary>
    /// <param name="value">f(x).</param>
    /// <param name="slope">|f'(x)|.</param>
    /// <param name="roundoffs">Accuracy of the float32 implementation of f, in half units in the last place.</param>
    public Estimate Apply(double value, double slope, double roundoffs = 4) =>
        new(value, slope * Error + roundoffs * UnitRoundoff * Math.Abs(value));

    /// <summary>Largest distance that a float32 result may have.</summary>
    public double Tolerance => Slack * Error + Tiny;
}
