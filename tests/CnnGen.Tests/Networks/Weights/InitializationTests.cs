using CnnGen.Runtime;
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

    [Fact]
    public void ASeedGivesOneNetworkOnEveryInstructionSet()
    {
        var type = ZooNetworks.Subject("EveryInitializer").Network;
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
}
