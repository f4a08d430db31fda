using System.Text.Json;
using CnnGen.Distributed.Tests.Support;
using CnnGen.Generator.Tests.Support;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Distributed.Tests;

/// <summary>Trainings in processes that mpirun starts: the same bits in any number of them.</summary>
public sealed class ClusterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void AnyNumberOfProcessesHasTheSameWeights()
    {
        var alone = ResultOf(Command.Run("dotnet", Path.GetTempPath(), [Program.Assembly, nameof(Scenario.Whole), "2"]));
        Assert.Equal(alone, ResultOf(MpiRun.Run(1, Program.Assembly, [nameof(Scenario.Whole)])));
        Assert.Equal(alone, ResultOf(MpiRun.Run(2, Program.Assembly, [nameof(Scenario.Whole), "2"])));
        Assert.Equal(alone, ResultOf(MpiRun.Run(3, Program.Assembly, [nameof(Scenario.Whole)])));
        Assert.Equal(alone, ResultOf(MpiRun.Run(4, Program.Assembly, [nameof(Scenario.Whole)], "scalar")));
    }

    /// <summary>
    /// The sample after 200 steps, on 1, 2 and 4 processes; <c>CNNGEN_CLUSTER_MATRIX=1</c> meets each with one and two threads and every
    /// instruction set of the machine.
    /// </summary>
    [SkippableFact]
    public void TheSampleHasTheSameWeights()
    {
        var isWhole = Setting.Number("CNNGEN_CLUSTER_MATRIX", 0) > 0;
        string[] all = [.. Enum.GetValues<InstructionSet>().Where(InstructionSets.IsSupported).Select(each => each.ToName())
            .Where(name => name != "scalar")];
        (int Processes, int Threads, string InstructionSet)[] runs = isWhole
            ? [.. from processes in (int[])[1, 2, 4] from threads in (int[])[1, 2] from each in all select (processes, threads, each)]
            : [(1, 2, all[0]), (2, 1, all[^1]), (4, 1, all[0])];
        var hashes = runs.Select(run => SampleHash(run.Processes, run.Threads, run.InstructionSet)).ToArray();
        Assert.All(hashes, (hash, run) => Assert.True(hash == hashes[0], $"{runs[run]}: {hash}, not {hashes[0]}"));
    }

    internal static string ResultOf(Command run)
    {
        Assert.True(run.ExitCode == 0, run.Text);
        // A terminal, which mpirun is for process 0, is told things before the text.
        var line = Assert.Single(run.Output.Split('\n'), line => line.Contains(Training.Result, StringComparison.Ordinal));
        return line[line.IndexOf(Training.Result, StringComparison.Ordinal)..].TrimEnd();
    }

    private string SampleHash(int processes, int threads, string instructionSet)
    {
        var sample = Repository.PathOf("samples", "FashionMnist", "bin", Repository.Configuration, "net10.0", "FashionMnist.dll");
        string[] arguments =
        [
            "train", "--data", Repository.PathOf("samples", "FashionMnist", "data"), "--shards", "4", "--epochs", "1", "--batch", "8",
            "--limit", "1600", "--threads", $"{threads}", "--json", "--out", Path.Combine(_folder.NewFolder(), "fashion.safetensors"),
        ];
        var run = MpiRun.Run(processes, sample, arguments, instructionSet);
        Assert.True(run.ExitCode == 0, run.Text);
        var line = Assert.Single(run.Output.Split('\n'), each => each.Contains("weights_sha256", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(instructionSet, json.RootElement.GetProperty("isa").GetString());
        return json.RootElement.GetProperty("weights_sha256").GetString()!;
    }
}
