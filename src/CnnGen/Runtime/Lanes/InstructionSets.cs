using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>What this machine can run, and which of several instruction sets to choose.</summary>
public static class InstructionSets
{
    /// <summary>The environment variable that caps the choice: <c>avx512</c>, <c>avx2</c>, <c>vector128</c> or <c>scalar</c>.</summary>
    public const string Variable = "CNNGEN_ISA";

    internal static readonly InstructionSet Machine = FindMachine();

    /// <summary>The best instruction set of this machine, capped by the environment variable <c>CNNGEN_ISA</c>.</summary>
    /// <exception cref="InvalidOperationException"><c>CNNGEN_ISA</c> is set and names no instruction set.</exception>
    public static InstructionSet Best => Cap(Machine, Environment.GetEnvironmentVariable(Variable));

    /// <summary>Whether this machine can run an instruction set, whatever <c>CNNGEN_ISA</c> says.</summary>
    /// <param name="instructionSet">The instruction set.</param>
    public static bool IsSupported(InstructionSet instructionSet) => instructionSet <= Machine;

    /// <summary>The best of the instruction sets for which code was generated that is not above <see cref="Best"/>.</summary>
    /// <param name="emitted">The instruction sets for which there is code, in any order.</param>
    /// <exception cref="InvalidOperationException">None of them runs here, or <c>CNNGEN_ISA</c> names no instruction set.</exception>
    public static InstructionSet Choose(ReadOnlySpan<InstructionSet> emitted)
    {
        var best = Best;
        var chosen = -1;
        foreach (var candidate in emitted)
        {
            if (candidate <= best)
                chosen = Math.Max(chosen, (int)candidate);
        }

        return chosen >= 0 ? (InstructionSet)chosen : throw NothingFits(emitted, best);
    }

    /// <summary>The name used in <c>CNNGEN_ISA</c>: <c>avx512</c>, <c>avx2</c>, <c>vector128</c> or <c>scalar</c>.</summary>
    /// <param name="instructionSet">The instruction set.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration's.</exception>
    public static string ToName(this InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Scalar => "scalar",
        InstructionSet.Vector128 => "vector128",
        InstructionSet.Avx2 => "avx2",
        InstructionSet.Avx512 => "avx512",
        _ => throw new ArgumentOutOfRangeException(nameof(instructionSet), instructionSet, "There is no such instruction set."),
    };

    internal static InstructionSet Cap(InstructionSet machine, string? variable)
    {
        if (string.IsNullOrWhiteSpace(variable))
            return machine;
        for (var candidate = InstructionSet.Scalar; candidate <= InstructionSet.Avx512; candidate++)
        {
            if (variable.Trim().Equals(candidate.ToName(), StringComparison.OrdinalIgnoreCase))
                return candidate < machine ? candidate : machine;
        }

        throw new InvalidOperationException(
            $"The environment variable {Variable} is '{variable}'; it must be avx512, avx2, vector128 or scalar, or be left unset.");
    }

    // Avx512F.IsSupported, not Vector512.IsHardwareAccelerated: the latter is false on the first AVX-512 servers,
    // where 512-bit code is twice as fast as 256-bit code all the same.
    private static InstructionSet FindMachine() =>
        Avx512F.IsSupported ? InstructionSet.Avx512
        : Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2
        : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
        : InstructionSet.Scalar;

    private static InvalidOperationException NothingFits(ReadOnlySpan<InstructionSet> emitted, InstructionSet best)
    {
        var names = string.Join(", ", emitted.ToArray().Select(ToName));
        return new InvalidOperationException(
            $"The network was generated for {(names.Length > 0 ? names : "no instruction set")}, but the best one here is {best.ToName()}"
            + $" (machine: {Machine.ToName()}). Add a narrower one to the MSBuild property CnnGenInstructionSets, or raise {Variable}.");
    }
}
