using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// The heart of the numeric tests in a process for which some instruction sets are switched off: the runtime reads its switches when it
/// starts. What is off is asserted first, since a switch that the runtime does not know would test the machine as it is.
/// </summary>
internal static class ReducedMachine
{
    /// <summary>Something of everything that kernels do.</summary>
    private static readonly Type[] Networks =
    [
        typeof(Channels15To24), typeof(FourteenAndSeven), typeof(Stride2), typeof(Winograd2On8To3), typeof(Winograd4On17To13),
        typeof(WinogradRounds), typeof(DepthwiseOver7To9), typeof(DepthwiseStride2), typeof(Separated), typeof(MaxPoolSameOnOddSizes),
        typeof(AveragePoolOverlaps), typeof(DepthMaxPools), typeof(FusedSigmoidAndTanh), typeof(DropoutChain),
        typeof(RescaledAndNormalized), typeof(Perceptron),
    ];

    /// <summary>Compares all with the reference, and prints the hashes of all results.</summary>
    /// <param name="expected">The name of the best instruction set that must be left.</param>
    public static int Run(string expected)
    {
        var best = Enum.Parse<InstructionSet>(expected);
        AssertIsOff(best);
        foreach (var network in Networks)
        {
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
                CompareWithTheReference(Subject.Of(network), instructionSet);
        }

        Console.Out.Write(string.Concat(Hashes(best).Select(line => $"{line}\n")));
        return 0;
    }

    /// <summary>
    /// A line for each network and instruction set up to one: their names, and the hash of outputs, gradients and trained weights.
    /// </summary>
    /// <param name="best">The last instruction set.</param>
    public static IEnumerable<string> Hashes(InstructionSet best)
    {
        foreach (var type in Networks)
        {
            var subject = Subject.WithoutExpectations(type);
            for (var instructionSet = InstructionSet.Scalar; instructionSet <= best; instructionSet++)
                yield return $"{type.Name} {instructionSet} {Hash(subject, instructionSet)}";
        }
    }

    private static string Hash(Subject subject, InstructionSet instructionSet)
    {
        using var network = subject.Create(instructionSet, threads: 2);
        var results = NetworkResults.Of(network, subject).Select(result => result.Values);
        if (!ZooNetworks.Trains(subject.Network))
            return Bits.Hash(results);
        NetworkResults.Train(network, subject);
        return Bits.Hash([.. results, .. network.Parameters.Select(Bits.Values)]);
    }

    private static void CompareWithTheReference(Subject subject, InstructionSet instructionSet)
    {
        using var network = subject.Create(instructionSet);
        string where = $"{subject.Network.Name}, {instructionSet.ToName()}";
        var results = NetworkResults.Of(network, subject);
        var trainable = subject.Gradients.Where((_, i) => network.Parameters[i].Trainable);
        foreach (var (want, (what, got)) in trainable.Prepend(subject.Forwarded).Prepend(subject.Predicted).Zip(results))
            ReferenceAssert.Agrees(want, got, $"{where}, {what}");
    }

    private static void AssertIsOff(InstructionSet best)
    {
        Assert.Equal(best, InstructionSets.Best);
        Assert.False(Avx512F.IsSupported || Vector512.IsHardwareAccelerated, "AVX-512 is on");
        if (best < InstructionSet.Avx2)
            Assert.False(Avx2.IsSupported || Vector256.IsHardwareAccelerated, "AVX2 is on");
        if (best < InstructionSet.Vector128)
            Assert.False(Sse41.IsSupported || Vector128.IsHardwareAccelerated, "128-bit vectors are on");
        // From .NET 10 on the switches of AVX2 and of fused multiply-add are one.
        Assert.Equal(best == InstructionSet.Avx2, ScalarMath.IsFused);
    }
}
