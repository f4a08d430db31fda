using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Kernels stay inside their arenas, and the padding between weights stays zero.</summary>
public sealed class MemoryTests
{
    public static TheoryData<string, InstructionSet> Cases => ZooNetworks.NamesAndInstructionSets;

    public static TheoryData<string> TrainableNames => ZooNetworks.TrainableNames;

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void GuardZonesStayIntact(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        using var network = (CompiledNetwork)subject.Create(instructionSet, threads: 3);
        network.Predict(subject.Images, new float[subject.Predicted.Length]);
        network.Forward(subject.Images, new float[subject.Forwarded.Length]);
        network.Backward(subject.Probes);

        // Weights, prediction, gradients, transposed kernels, training, statistics of the batch.
        Assert.Equal(9, network.Arenas.Count());
        Assert.All(network.Arenas, arena => Assert.True(arena.GuardsAreIntact));
    }

    [Fact]
    public void AWriteOutsideIsSeen()
    {
        using var network = (CompiledNetwork)ZooNetworks.Subject("FlattenAndDense").Create(InstructionSets.Best);
        var weights = network.Arenas.First();
        unsafe
        {
            weights.Pointer[weights.Length] = 0;
        }

        Assert.False(weights.GuardsAreIntact);
    }

    [Theory]
    [MemberData(nameof(TrainableNames))]
    public void PaddingOfWeightsStaysZero(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            using var network = (CompiledNetwork)subject.Create(instructionSet, threads: 2);
            var optimizer = new Nadam(0.01) { WeightDecay = 0.1 };
            for (int step = 0; step < 3; step++)
                network.TrainBatch(subject.Images, new int[Subject.ImageCount], optimizer);

            bool[] isUsed = new bool[network.Info.Memory.TrainableFloats];
            foreach (var parameter in network.Info.Parameters.Where(p => p.Trainable))
            {
                for (int i = 0; i < parameter.Count; i++)
                    isUsed[PlaceOf(parameter, i / parameter.Columns, i % parameter.Columns)] = true;
            }

            float[] weights = network.Weights.Values[..isUsed.Length].ToArray(), gradients = network.Weights.Gradients.ToArray();
            for (int i = 0; i < isUsed.Length; i++)
            {
                if (!isUsed[i])
                {
                    Assert.True(weights[i] == 0 && gradients[i] == 0,
                        $"{instructionSet.ToName()}: weight {weights[i]}, gradient {gradients[i]} at {i}");
                }
            }
        }
    }

    /// <summary>Where a kernel's value lies, as <see cref="ParameterInfo"/> documents it.</summary>
    private static int PlaceOf(ParameterInfo parameter, int row, int k) =>
        parameter.Offset + ((k / parameter.Lanes) * parameter.Rows * parameter.Lanes) + (row * parameter.Lanes) + (k % parameter.Lanes);
}
