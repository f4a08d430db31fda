namespace CnnGen.Tests.Reference;

/// <summary>Functions in double precision that the framework does not have, also where they are near 0.</summary>
internal static class Special
{
    /// <summary>e^x - 1 = 2 sinh(x/2) e^(x/2).</summary>
    public static double Expm1(double x) => Math.Abs(x) < 1 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;

    /// <summary>log(1 + x) = 2 artanh(x / (2 + x)).</summary>
    public static double Log1p(double x) => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    /// <summary>log(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>
    /// The standard normal distribution function: by its series x + x^3/3 + x^5/(3 5) + ... times the density, around 0; by Laplace's
    /// continued fraction for Mills' ratio, x + 1/(x + 2/(x + 3/(x + ...))), where the series cancels.
    /// </summary>
    public static double NormalCdf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x) || a > 40)
            return double.IsNaN(x) ? x : x < 0 ? 0 : 1;
        double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (a < 2.5)
        {
            double term = x, sum = x;
            for (int n = 3; n < 120; n += 2)
                sum += term *= x * x / n;
            return 0.5 + density * sum;
        }

        double fraction = a;
        for (int n = 160; n > 0; n--)
            fraction = a + n / fraction;
        return x < 0 ? density / fraction : 1 - density / fraction;
    }
}
