using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Networks.Bounds;

/// <summary>No kernel reads or writes past the caller's buffers, nor before them.</summary>
public sealed class CallerMemoryTests
{
    [SkippableFact]
    public void NetworksStayWithinBuffers()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pages are protected by Linux' mprotect");
        var run = Start();
        string last = run.Output.TrimEnd().Split('\n')[^1];
        Assert.True(run.ExitCode == 0, $"ended with {run.ExitCode} at: {last}\n{run.Error}");
        Assert.All(ZooNetworks.SupportedInstructionSets, set => Assert.Contains($", {set.ToName()}, ", run.Output));
    }

    /// <summary>
    /// The check sees what it is for: a read of one float behind a buffer ends the program, and its last words name the case.
    /// </summary>
    [SkippableFact]
    public void AReadPastTheEndIsSeen()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pages are protected by Linux' mprotect");
        foreach (var placement in Enum.GetValues<Placement>())
        {
            var run = Start(placement.ToString());
            Assert.NotEqual(0, run.ExitCode);
            Assert.Equal($"touching {placement}\n", run.Output);
        }
    }

    private static Command Start(params string[] arguments) =>
        Command.Run("dotnet", Environment.CurrentDirectory, [Program.Assembly, Program.Buffers, .. arguments]);
}
