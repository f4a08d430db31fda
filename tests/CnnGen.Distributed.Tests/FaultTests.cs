using System.Diagnostics;
using System.Globalization;
using CnnGen.Distributed.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Distributed.Tests;

/// <summary>Jobs in which one process fails: all of it ends, with one message, and what was learned is there to go on from.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(nameof(Scenario.Throws), "Process 1 of 3 cannot go on, and ends the job: the disk of process 1 is on fire")]
    [InlineData(nameof(Scenario.Hangs), " of 3 waited 2 seconds for the others, and ends the job.")]
    [InlineData(
        nameof(Scenario.Differs),
        "Process 0 of 3 cannot go on, and ends the job: Process 1 trains something else than process 0: BatchSize is 15 instead of 16.")]
    public void TheJobEndsWithOneMessage(string scenario, string message)
    {
        var run = MpiRun.Run(3, Program.Assembly, [scenario]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain(Training.Result, run.Output, StringComparison.Ordinal);
        var told = Assert.Single(run.Text.Split('\n'), line => line.Contains("ends the job", StringComparison.Ordinal));
        Assert.Contains(message, told, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TheJobEndsWhereAProcessDies()
    {
        var run = MpiRun.Run(3, Program.Assembly, [nameof(Scenario.Dies)]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain(Training.Result, run.Output, StringComparison.Ordinal);
        Assert.Contains("signal 9", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TheLogNamesTheOneThatTheOthersWaitFor()
    {
        var run = MpiRun.Run(2, Program.Assembly, [nameof(Scenario.Lags)]);
        ClusterTests.ResultOf(run);
        // Whatever compiling takes in the first epoch.
        Assert.InRange(run.Output.Split("held up by process 0 (").Length, 1, run.Output.Split("held up by process 1 (").Length - 1);
    }

    /// <summary>
    /// Processes are killed at any instant; another number of them goes on. <c>CNNGEN_CLUSTER_KILLS=20</c> is how often for a longer run.
    /// </summary>
    [SkippableFact]
    public void AJobThatIsKilledGoesOnToTheSameWeights()
    {
        MpiRun.Require();
        var expected = ClusterTests.ResultOf(MpiRun.Run(2, Program.Assembly, [nameof(Scenario.Whole)]));
        var kills = Setting.Number("CNNGEN_CLUSTER_KILLS", 3);
        var random = new Random(17);
        var (killed, finished) = (0, 0);
        var folder = _folder.NewFolder();
        while (killed < kills || finished == 0)
        {
            var processes = 1 + random.Next(4);
            if (killed < kills && KillOne(processes, folder, random))
            {
                killed++;
                continue;
            }

            Assert.Equal(expected, ClusterTests.ResultOf(MpiRun.Run(processes, Program.Assembly, [nameof(Scenario.Whole), "1", folder])));
            finished++;
            folder = _folder.NewFolder();
        }
    }

    /// <summary>Kills one of some processes at some instant after the first step; false where the job was faster.</summary>
    private static bool KillOne(int processes, string folder, Random random)
    {
        var start = new ProcessStartInfo("mpirun", MpiRun.ArgumentsOf(processes, Program.Assembly, [nameof(Scenario.Whole), "1", folder]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        MpiRun.Prepare(start.Environment);
        using var job = Process.Start(start)!;
        var error = job.StandardError.ReadToEndAsync();
        List<int> begun = [];
        while (begun.Count < processes && job.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(Training.Begun, StringComparison.Ordinal))
                begun.Add(int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
        }

        // Where no step is left, nobody begins.
        var isOver = begun.Count < processes;
        var rest = job.StandardOutput.ReadToEndAsync();
        if (job.WaitForExit(isOver ? Timeout.Infinite : random.Next(150)))
        {
            Assert.True(job.ExitCode == 0, error.Result);
            return false;
        }

        try
        {
            using var victim = Process.GetProcessById(begun[random.Next(processes)]);
            victim.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It was through before.
        }

        Assert.True(job.WaitForExit(TimeSpan.FromMinutes(1)), "the job went on without one of its processes");
        Assert.True(SpinWait.SpinUntil(() => !begun.Exists(IsThere), TimeSpan.FromMinutes(1)), "a process goes on by itself");
        return job.ExitCode != 0;
    }

    private static bool IsThere(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
