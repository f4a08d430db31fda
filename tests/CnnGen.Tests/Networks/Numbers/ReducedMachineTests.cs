using System.Runtime.InteropServices;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>The numeric tests' heart where the runtime has switched off what the machine has: see <see cref="ReducedMachine"/>.</summary>
public sealed class ReducedMachineTests
{
    [SkippableFact]
    public void WithoutAvx512ResultsHaveTheSameBits() =>
        Assert.Equal(ReducedMachine.Hashes(InstructionSet.Avx2), HashesWithout("DOTNET_EnableAVX512", InstructionSet.Avx2));

    [SkippableTheory]
    [InlineData("DOTNET_EnableAVX2", InstructionSet.Vector128)]
    [InlineData("DOTNET_EnableHWIntrinsic", InstructionSet.Scalar)]
    public void WithoutFusedMultiplyAddResultsAreRightAndHaveOtherBits(string variable, InstructionSet left)
    {
        string[] got = HashesWithout(variable, left);
        string[] fused = [.. ReducedMachine.Hashes(left)];
        Assert.Equal(fused.Select(NameOf), got.Select(NameOf));
        // Some networks only move numbers about.
        Assert.NotEqual(fused, got);
        // What is left agrees to the bit.
        Assert.All(got.GroupBy(line => line.Split(' ')[0]), lines => Assert.Single(lines.Select(line => line.Split(' ')[2]).Distinct()));

        static string NameOf(string line) => line[..line.LastIndexOf(' ')];
    }

    private static string[] HashesWithout(string variable, InstructionSet left)
    {
        Skip.IfNot(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the switches are those of x64");
        Skip.IfNot(InstructionSets.IsSupported(left + 1), $"this machine has nothing above {left.ToName()} to switch off");
        var run = Command.Run(
            "dotnet", AppContext.BaseDirectory, [Program.Assembly, Program.Reduced, left.ToString()], environment: (variable, "0"));
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
