using System.Diagnostics;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>Trainings that are killed at any instant, writing a checkpoint or not, and resumed.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 50;

    // Of a fast disk few kills hit a checkpoint that is being written: more follow until one does.
    private const int MostKills = 400;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AKilledTrainingEndsWithTheBitsOfOneThatWasNot()
    {
        using var network = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(
            network, network.Fit(ResumableTraining.Data, ResumableTraining.Options() with { Epochs = 40 }));
        var random = new Random(11);
        var (kills, whileWriting, finished) = (0, 0, 0);
        while (IsOn())
        {
            var folder = _folder.NewFolder();
            for (var run = 0; IsOn() || run > 0; run++)
            {
                var result = RunFor(folder, threads: 1 + (run % 3), IsOn() ? random.Next(60) : Timeout.Infinite);
                if (result is not null)
                {
                    Assert.Equal(expected, result);
                    finished++;
                    break;
                }

                kills++;
                whileWriting += Directory.GetFiles(folder, "*.tmp").Length > 0 ? 1 : 0;
            }
        }

        Assert.InRange(finished, 1, kills);
        Assert.InRange(whileWriting, 1, kills);

        bool IsOn() => kills < Kills || (whileWriting == 0 && kills < MostKills);
    }

    /// <summary>Lets the training run for some milliseconds; what came out of it, or null where it was killed.</summary>
    private static string? RunFor(string folder, int threads, int milliseconds)
    {
        string[] arguments = [Program.Assembly, Program.Training, folder, $"{threads}"];
        using var child = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (child.StandardOutput, child.StandardError.ReadToEndAsync());
        if (output.ReadLine() != TrainingProgram.Begun)
            Assert.Fail(error.Result);
        var isOver = child.WaitForExit(milliseconds);
        if (!isOver)
            child.Kill();
        child.WaitForExit();
        if (!isOver && child.ExitCode != 0)
            return null;
        Assert.Equal("", error.Result);
        return output.ReadToEnd().TrimEnd();
    }
}
