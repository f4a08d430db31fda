using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What a new network's weights are drawn from.</summary>
public sealed class InitializationTests
{
    /// <summary>Kernels of <c>EveryInitializer</c> by initializer, their fans by hand, and the factor of the formula.</summary>
    [Theory]
    [InlineData("conv2d/kernel", 9 * 8, 9 * 64, true, true)]
    [InlineData("conv2d_1/kernel", 9 * 64, 9 * 32, false, true)]
    [InlineData("conv2d_2/kernel", 9 * 32, 9 * 32, true, false)]
    [InlineData("depthwise_conv2d/kernel", 36 * 32, 36 * 4, false, true)]
    [InlineData("dense/kernel", 6 * 6 * 32, 16, false, false)]
    public void KernelsFollowKerasFormulas(string name, int fanIn, int fanOut, bool isGlorot, bool isUniform)
    {
        using var network = Subject.Construct(ZooNetworks.Subject("EveryInitializer").Network, 3, InstructionSets.Best);
        double[] values = [.. Bits.Values(network.Parameters.Single(p => p.Name == name)).Select(v => (double)v)];
        double variance = isGlorot ? 2.0 / (fanIn + fanOut) : 2.0 / fanIn;

        // Uniform in +-sqrt(3 variance), or a normal cut at two deviations of a normal that is 1/0.8796 wider, as Keras corrects it.
        double limit = isUniform ? Math.Sqrt(3 * variance) : 2 * Math.Sqrt(variance) / 0.87962566103423978;
        Assert.True(values.Length > 4000, $"{values.Length} values are too few to judge");
        Assert.All(values, value => Assert.InRange(value, -limit * 1.0000001, limit * 1.0000001));
        Assert.True(values.Max() > 0.98 * limit && values.Min() < -0.98 * limit, "the range is not used");
        Assert.InRange(values.Average(), -4 * Math.Sqrt(variance / values.Length), 4 * Math.Sqrt(variance / values.Length));
        Assert.InRange(values.Sum(v => v * v) / values.Length / variance, 0.95, 1.05);
    }

    /// <summary>Kernels of <c>EveryOtherInitializer</c> that are drawn: their deviation, and where they end.</summary>
    [Theory]
    [InlineData("conv2d/kernel", 0.117851130197757, 0.204124145231932)]
    [InlineData("conv2d_1/kernel", 0.0416666666666667, 0.0947372)]
    [InlineData("conv2d_2/kernel", 0.02, 0.1)]
    [InlineData("conv2d_3/kernel", 0.05 * 0.87962566103423978, 0.1)]
    [InlineData("dense/kernel", 0.0288675134594813, 0.05)]
    public void OthersFollowKerasFormulas(string name, double deviation, double limit)
    {
        double[] values = [.. Values(Others(), name).Select(v => (double)v)];
        Assert.True(values.Length > 4000, $"{values.Length} values are too few to judge");
        Assert.InRange(values.Average(), -4 * deviation / Math.Sqrt(values.Length), 4 * deviation / Math.Sqrt(values.Length));
        Assert.InRange(Math.Sqrt(values.Sum(v => v * v) / values.Length) / deviation, 0.97, 1.03);
        Assert.InRange(values.Max(Math.Abs), name == "conv2d_2/kernel" ? 0.06 : 0.98 * limit, limit * 1.000001);
        // A normal that is not cut has 4.55 % beyond two deviations.
        if (name == "conv2d_2/kernel")
            Assert.InRange(values.Count(v => Math.Abs(v) > 2 * deviation) / (double)values.Length, 0.04, 0.051);
    }

    /// <summary>The matrices have all extents but the last as rows: 40 x 50 and 63 x 50.</summary>
    [Theory]
    [InlineData("conv2d_4/kernel", 50, 2)]
    [InlineData("conv2d_transpose/kernel", 50, 1)]
    public void OrthogonalIsOrthonormalTimesItsGain(string name, int columns, double gain)
    {
        var values = Values(Others(), name);
        int rows = values.Length / columns;
        double At(int row, int column) => values[row * columns + column] / gain;
        int fewer = Math.Min(rows, columns);
        for (int a = 0; a < fewer; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = rows >= columns
                    ? Enumerable.Range(0, rows).Sum(row => At(row, a) * At(row, b))
                    : Enumerable.Range(0, columns).Sum(column => At(a, column) * At(b, column));
                Assert.Equal(a == b ? 1.0 : 0, product, 1e-6);
            }
        }

        Assert.InRange(values.Average(v => v / gain), -4 / Math.Sqrt((double)values.Length * Math.Max(rows, columns)),
            4 / Math.Sqrt((double)values.Length * Math.Max(rows, columns)));
    }

    [Fact]
    public void WhatIsNotDrawnIsExact()
    {
        var type = Others();
        Assert.All(Values(type, "conv2d/bias"), value => Assert.Equal(1f, value));
        Assert.All(Values(type, "conv2d_1/bias"), value => Assert.Equal(-0.25f, value));
        Assert.All(Values(type, "batch_normalization/beta"), value => Assert.Equal(1f, value));
        Assert.All(Values(type, "p_re_lu/alpha"), value => Assert.Equal(0.25f, value));
        Assert.All(Values(type, "dense_2/kernel"), value => Assert.Equal(0f, value));
        // (20, 8): what is below the square is 0.
        Assert.Equal(Enumerable.Range(0, 160).Select(i => i % 9 == 0 && i < 64 ? 0.5f : 0f), Values(type, "dense_1/kernel"));
        // Both fans of a vector are its length.
        double limit = Math.Sqrt(3.0 / 5);
        Assert.All(Values(type, "dense_2/bias"), value => Assert.InRange(Math.Abs(value), 0, limit));
        Assert.Equal(5, Values(type, "dense_2/bias").Distinct().Count());
        Assert.All(Values(type, "dense/bias"), value => Assert.InRange(value, 2.75f, 3.25f));
        Assert.Equal(20, Values(type, "dense/bias").Distinct().Count());
        Assert.InRange(Values(type, "batch_normalization/gamma").Max(Math.Abs), 0.4f, 0.5f);
    }

    [Theory]
    [InlineData(typeof(EveryInitializer))]
    [InlineData(typeof(HeldWeights.EveryOtherInitializer))]
    public void ASeedGivesOneNetworkOnEveryInstructionSet(Type type)
    {
        string Hash(int seed, InstructionSet instructionSet)
        {
            using var network = Subject.Construct(type, seed, instructionSet);
            return Bits.HashOfWeights(network);
        }

        Assert.Single(ZooNetworks.SupportedInstructionSets.Select(set => Hash(5, set)).Distinct());
        Assert.NotEqual(Hash(5, InstructionSet.Scalar), Hash(6, InstructionSet.Scalar));
    }

    [Fact]
    public void BiasesAreZeroAndVariancesOne()
    {
        using var network = Subject.Construct(ZooNetworks.Subject("RescaledAndNormalized").Network, 3, InstructionSets.Best);
        foreach (var parameter in network.Parameters.Where(p => !p.Name.EndsWith("/kernel", StringComparison.Ordinal)))
        {
            var isVariance = parameter.Name.EndsWith("/variance", StringComparison.Ordinal);
            Assert.All(Bits.Values(parameter), value => Assert.Equal(isVariance ? 1f : 0f, value));
        }
    }

    private static Type Others() => typeof(HeldWeights.EveryOtherInitializer);

    private static float[] Values(Type type, string name)
    {
        using var network = Subject.Construct(type, 3, InstructionSets.Best);
        return Bits.Values(network.Parameters.Single(p => p.Name == name));
    }
}
