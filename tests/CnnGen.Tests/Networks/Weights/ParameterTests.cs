using CnnGen.Runtime;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Parameters as a layer with running statistics would have them: the library knows of each only what its description says.
/// </summary>
public sealed class ParameterTests
{
    private static readonly ParameterInfo[] Descriptions =
    [
        new("norm/gamma", [3], new ConstantValue(1), Trainable: true, Columns: 3, Offset: 0, Lanes: 4),
        new("norm/beta", [3], new ConstantValue(0), Trainable: true, Columns: 3, Offset: 16, Lanes: 4),
        new("norm/moving_mean", [3], new ConstantValue(0.25f), Trainable: false, Columns: 3, Offset: 48, Lanes: 3),
        new("norm/moving_variance", [3], new ConstantValue(1), Trainable: false, Columns: 3, Offset: 64, Lanes: 3) { IsVariance = true },
        new("dense/kernel", [2, 3], new DrawnValue(Initializer.HeUniform, 2, 3), Trainable: true, Columns: 3, Offset: 32, Lanes: 4),
    ];

    [Fact]
    public void EachStartsAsItSays()
    {
        using var network = new DescribedNetwork();
        Assert.Equal([1f, 1f, 1f], Bits.Values(network.Parameters[0]));
        Assert.Equal([0f, 0f, 0f], Bits.Values(network.Parameters[1]));
        Assert.Equal([0.25f, 0.25f, 0.25f], Bits.Values(network.Parameters[2]));
        Assert.Equal([1f, 1f, 1f], Bits.Values(network.Parameters[3]));
        float[] drawn = Bits.Values(network.Parameters[4]);
        Assert.Equal(6, drawn.Distinct().Count());
        Assert.All(drawn, value => Assert.InRange(Math.Abs(value), 1e-6, Math.Sqrt(3)));
    }

    [Fact]
    public void AnOptimizerUpdatesWhatIsTrainedAndNothingElse()
    {
        using var network = new DescribedNetwork();
        float[][] before = [.. network.Parameters.Select(parameter => Bits.Values(parameter))];
        network.TrainBatch(new float[2], new int[2], new Sgd(0.5));
        foreach (var (parameter, values) in network.Parameters.Zip(before))
            Assert.Equal(values.Select(value => parameter.Trainable ? value - 0.5f : value), Bits.Values(parameter));
    }

    [Fact]
    public void AllOfThemAreSavedAndLoaded()
    {
        using var folder = new TemporaryFolder();
        using var network = new DescribedNetwork();
        for (int i = 0; i < Descriptions.Length; i++)
            network.Parameters[i].CopyFrom([.. Enumerable.Range(0, Descriptions[i].Count).Select(k => 10f * i + k)]);
        network.Save(folder["weights"]);
        using var other = new DescribedNetwork();
        other.Load(folder["weights"]);
        Assert.Equal(Bits.HashOfWeights(network), Bits.HashOfWeights(other));
        Assert.Equal([30f, 31f, 32f], Bits.Values(other.Parameters[3]));
    }

    [Fact]
    public void StateHasNoGradientAndVariancesAreNotNegative()
    {
        using var network = new DescribedNetwork();
        network.TrainBatch(new float[2], new int[2], new Sgd());
        Assert.Throws<InvalidOperationException>(() => network.Parameters[2].CopyGradientTo(new float[3]));
        network.Parameters[2].CopyFrom([-1, -1, -1]);
        Assert.Throws<ArgumentException>(() => network.Parameters[3].CopyFrom([1, -1, 1]));
        Assert.Equal([1f, 1f, 1f], Bits.Values(network.Parameters[3]));
    }

    /// <summary>A network with these parameters, all of whose gradients are 1.</summary>
    private sealed class DescribedNetwork() : CompiledNetwork(
        new NetworkInfo(
            "Described", [1, 1, 1], [1], [], Descriptions, new MemoryPlan(48, 80, 0, 0, 16, 16, 1, 1, 0, 0, []), true, null),
        3, [InstructionSet.Scalar], InstructionSet.Scalar)
    {
        protected override NetworkCode CodeFor(InstructionSet instructionSet) => new UnitGradients();

        private sealed class UnitGradients : FakeCode
        {
            public override int WeightGradientItems => 1;

            public override unsafe void WeightGradient(in NetworkPass pass, int item) => new Span<float>(pass.Gradients, 48).Fill(1);
        }
    }
}
