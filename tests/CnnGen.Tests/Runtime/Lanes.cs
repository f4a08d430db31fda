using System.Runtime.Intrinsics;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>Code that a test runs in every vector width.</summary>
internal interface ILaneAction
{
    /// <summary>Runs in one width.</summary>
    void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>Runs the same code in a width chosen by its instruction set.</summary>
internal static class Lanes
{
    /// <summary>All four, for theories; those the machine lacks are reported as skipped.</summary>
    public static TheoryData<InstructionSet> All => [.. Enum.GetValues<InstructionSet>()];

    /// <summary>Skips the test where the machine lacks the instruction set.</summary>
    public static void Require(InstructionSet instructionSet) =>
        Skip.IfNot(InstructionSets.IsSupported(instructionSet), $"this machine has no {instructionSet.ToName()}");

    /// <summary>Runs an action in the width of an instruction set.</summary>
    public static void Run<T>(InstructionSet instructionSet, T action)
        where T : ILaneAction
    {
        Require(instructionSet);
        switch (instructionSet)
        {
            case InstructionSet.Avx512:
                action.Run<Lanes512, Vector512<float>>();
                break;
            case InstructionSet.Avx2:
                action.Run<Lanes256, Vector256<float>>();
                break;
            case InstructionSet.Vector128:
                action.Run<Lanes128, Vector128<float>>();
                break;
            default:
                action.Run<Lanes1, float>();
                break;
        }
    }

    /// <summary>Fails on the first pair of floats whose bits differ; two NaNs are the same only with the same bits.</summary>
    public static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(expected[i]) != BitConverter.SingleToUInt32Bits(actual[i]))
                Assert.Fail($"{what}, element {i}: expected {expected[i]:g9}, got {actual[i]:g9}");
        }
    }
}
