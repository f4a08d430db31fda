namespace CnnGen.Runtime;

/// <summary>
/// Elementary functions in double precision, of additions and multiplications alone: the same bits on every machine, which those of a
/// platform need not be. Their relative error is below 1e-12.
/// </summary>
internal static class PortableMath
{
    private const double LogOfTwo = 0.6931471805599453;

    /// <summary>cos(pi x) for x in [0, 1].</summary>
    public static double CosineOfPi(double x)
    {
        if (x > 0.5)
            return -CosineOfPi(1 - x);
        var (square, term, sum) = (Math.PI * x * Math.PI * x, 1.0, 1.0);
        for (var n = 1; n <= 24; n += 2)
        {
            term *= -square / (n * (n + 1));
            sum += term;
        }

        return sum;
    }

    /// <summary>x^y for x of at least 0 and y of at least 0.</summary>
    public static double Power(double x, double y) => x switch
    {
        _ when y == 0 => 1,
        0 or 1 => x,
        _ => Exponential(y * Logarithm(x)),
    };

    /// <summary>e^x, where that is a finite number.</summary>
    public static double Exponential(double x)
    {
        var powerOfTwo = Math.Round(x / LogOfTwo);
        if (powerOfTwo < -1100)
            return 0;
        var rest = x - (powerOfTwo * LogOfTwo);
        var (term, sum) = (1.0, 1.0);
        for (var n = 1; n <= 18; n++)
        {
            term *= rest / n;
            sum += term;
        }

        return Math.ScaleB(sum, (int)powerOfTwo);
    }

    /// <summary>The natural logarithm of a positive number.</summary>
    public static double Logarithm(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        // log(m) = 2 artanh((m - 1) / (m + 1)).
        var s = (mantissa - 1) / (mantissa + 1);
        var (square, power, sum) = (s * s, s, 0.0);
        for (var n = 1; n <= 27; n += 2, power *= square)
            sum += power / n;
        return (2 * sum) + (exponent * LogOfTwo);
    }
}
