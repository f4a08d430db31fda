using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Draws of the symmetric beta distribution, against its moments and its distribution function.</summary>
public sealed class BetaTests
{
    private const int Count = 20_000;

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1)]
    [InlineData(1.1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void DrawsAreOfTheDistribution(double alpha)
    {
        var draws = Draws(alpha);
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
        var variance = 1 / (4 * (2 * alpha + 1));
        // Five standard deviations of a mean, and of a mean of squares that are at most 1 / 4.
        Assert.InRange(draws.Average() - 0.5, -5 * Math.Sqrt(variance / Count), 5 * Math.Sqrt(variance / Count));
        var fourth = 3 * variance * variance * (2 * alpha + 1) / (2 * alpha + 3);
        var spread = 5 * Math.Sqrt((fourth - variance * variance) / Count);
        Assert.InRange(draws.Average(draw => (draw - 0.5) * (draw - 0.5)) - variance, -spread, spread);

        // Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded once in a thousand times. Above one half, where a small alpha has many draws
        // that are 1 but for what a double can tell, it is the same by symmetry.
        Array.Sort(draws);
        var cumulated = Cumulated(alpha);
        var worst = Enumerable.Range(0, Count).Where(i => i % 20 == 0 && draws[i] <= 0.5)
            .Max(i => Math.Abs((i + 0.5) / Count - cumulated(draws[i])));
        Assert.InRange(worst, 0, 1.95 / Math.Sqrt(Count));
    }

    [Fact]
    public void ExtremesAreNumbers()
    {
        // Near 0 it is a coin, and far above 1 it is one half.
        foreach (var alpha in new[] { double.Epsilon, 1e-300, 1e-6 })
        {
            var draws = Draws(alpha);
            Assert.All(draws, draw => Assert.True(draw is < 1e-3 or > 1 - 1e-3, $"{draw}"));
            Assert.InRange(draws.Count(draw => draw > 0.5), 9_600, 10_400);
        }

        Assert.All(Draws(1e300), draw => Assert.Equal(0.5, draw, 1e-6));
    }

    [Fact]
    public void TheBitsAreThoseOfEveryMachine()
    {
        // Others mean that trainings of earlier versions cannot be repeated.
        var random = new AugmentationRandom(1, 2, 3, 4);
        double[] draws = [random.Beta(0.2), random.Beta(1), random.Beta(3)];
        Assert.Equal(
            "3f986fbe98a583c8 3fbd766d55c1a759 3fcce1a376f89ca2",
            string.Join(' ', draws.Select(draw => $"{BitConverter.DoubleToInt64Bits(draw):x16}")));
    }

    private static double[] Draws(double alpha) => [.. Enumerable.Range(0, Count).Select(image =>
    {
        var random = new AugmentationRandom(11, 1, image, 0);
        return random.Beta(alpha);
    })];

    /// <summary>The distribution function, by sums over strips up to one half, and from there by symmetry.</summary>
    private static Func<double, double> Cumulated(double alpha)
    {
        // With x = t^(1 / alpha) the density, x^(alpha - 1) (1 - x)^(alpha - 1), has no pole: (1 - x)^(alpha - 1) / alpha dt. It needs no
        // such thing where alpha is large.
        const int strips = 1 << 16;
        double[] sums = new double[strips + 1];
        var (first, last) = alpha <= 2 ? (0, Math.Pow(0.5, alpha)) : (0, 0.5);
        for (var i = 0; i < strips; i++)
        {
            var t = first + (last - first) * (i + 0.5) / strips;
            var density = alpha <= 2
                ? Math.Pow(1 - Math.Pow(t, 1 / alpha), alpha - 1)
                : Math.Exp((alpha - 1) * Math.Log(4 * t * (1 - t)));
            sums[i + 1] = sums[i] + density;
        }

        return x => x <= 0.5 ? Below(x) : 1 - Below(1 - x);

        double Below(double x)
        {
            var place = (alpha <= 2 ? Math.Pow(x, alpha) : x) / last * strips;
            var strip = Math.Min(strips - 1, (int)place);
            return 0.5 * (sums[strip] + (place - strip) * (sums[strip + 1] - sums[strip])) / sums[strips];
        }
    }
}
