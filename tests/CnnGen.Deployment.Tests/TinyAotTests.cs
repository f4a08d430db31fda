using System.Diagnostics;
using System.Globalization;
using CnnGen.Data;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Runtime;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary><c>samples/TinyAot</c> from outside: one file, small, at home anywhere, with the answers of the JIT.</summary>
[Collection(FeedCollection.Name)]
public sealed class TinyAotTests(TinyAotPrograms programs) : IClassFixture<TinyAotPrograms>
{
    private const int MaxCodeBytes = 2_500_000;
    private const int MaxMemoryBytes = 20_000_000;

    // On the repository's 1,000 test images; it is 0.947.
    private const double LeastAccuracy = 0.94;

    [SkippableTheory]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void TheExecutableSaysWhatRunsAndIsSmall(string isa)
    {
        var program = programs.Of(isa);
        Assert.DoesNotContain("warning", program.BuildOutput);
        Assert.Equal(new Command(0, $"isa={isa}\n", ""), Run(program, ["--isa"]));
        Assert.Equal(new Command(0, "isa=scalar\n", ""), Run(program, ["--isa"], null, (InstructionSets.Variable, "scalar")));
        // The weights are in it.
        Assert.InRange(program.Size - TinyAotPrograms.WeightBytes, TinyAotPrograms.WeightBytes, MaxCodeBytes);
    }

    [SkippableFact]
    public void EveryImageOfTheSubsetGetsTheBitsOfTheJitAndMostTheRightClass()
    {
        var images = programs.Test.Bytes.ToArray();
        var jit = Command.Run("dotnet", programs.NewFolder(), [programs.JitAssembly(), "-"], images);
        Assert.Equal((0, ""), (jit.ExitCode, jit.Error));
        foreach (var isa in (string[])["avx2", "avx512"])
        {
            if (isa == "avx512" && !InstructionSets.IsSupported(InstructionSet.Avx512))
                continue;
            // Probabilities are printed with all their digits.
            Assert.Equal(jit, Run(programs.Of(isa), [], images));
        }

        var answers = Lines(jit.Output);
        var right = 0;
        for (var i = 0; i < programs.Test.Count; i++)
        {
            Assert.Equal($"-:{i}", answers[i].Name);
            Assert.InRange(answers[i].Probability, 0.1, 1);
            if (answers[i].Class == FashionMnist.ClassNames[programs.Test.Labels[i]])
                right++;
        }

        Assert.Equal(programs.Test.Count, answers.Count);
        Assert.InRange((double)right / programs.Test.Count, LeastAccuracy, 1);
    }

    [SkippableFact]
    public void AloneInAnEmptyFolderItKnowsWhatIsInPictures()
    {
        var program = CopyAlone();
        var folder = Path.GetDirectoryName(program)!;
        var expected = new List<string>();
        // Kinds that nobody mistakes for another; the first picture of each.
        foreach (var label in (int[])[1, 5, 8, 9])
        {
            var pixels = programs.Test.Bytes.Slice(programs.Test.Labels.IndexOf(label) * 784, 784);
            expected.AddRange(Enumerable.Repeat(FashionMnist.ClassNames[label], 4));
            File.WriteAllBytes(Path.Combine(folder, $"{label}.png"), Png.Grey(28, 28, pixels));
            File.WriteAllBytes(Path.Combine(folder, $"{label}.pgm"), [.. "P5 28 28 255\n"u8, .. pixels]);
            File.WriteAllBytes(Path.Combine(folder, $"{label}.ppm"),
                [.. "P6 28 28 255\n"u8, .. pixels.ToArray().SelectMany(pixel => new[] { pixel, pixel, pixel })]);
            File.WriteAllBytes(Path.Combine(folder, $"{label} large.png"), Png.Grey(84, 84, Enlarged(pixels, 3)));
        }

        string[] files =
            [.. ((int[])[1, 5, 8, 9]).SelectMany(label => new[] { $"{label}.png", $"{label}.pgm", $"{label}.ppm", $"{label} large.png" })];
        var run = Command.Run(program, folder, files);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var answers = Lines(run.Output);
        Assert.Equal(files, answers.Select(answer => answer.Name));
        Assert.Equal(expected, answers.Select(answer => answer.Class));
        // The same pixels in whatever file.
        Assert.Equal(4, answers.Select(answer => answer.Probability).Distinct().Count());
    }

    [SkippableFact]
    public void WhatCannotBeReadIsNamedAndDoesNotStopTheOthers()
    {
        var program = programs.Of("avx2");
        var folder = programs.NewFolder();
        var image = programs.Test.Bytes[..784].ToArray();
        var whole = Png.Grey(28, 28, image);
        File.WriteAllBytes(Path.Combine(folder, "whole.png"), whole);
        File.WriteAllBytes(Path.Combine(folder, "cut.png"), whole[..^20]);
        File.WriteAllText(Path.Combine(folder, "text.png"), "no picture");

        var run = Command.Run(program.Path, folder, ["missing.png", "cut.png", "text.png", "whole.png"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal("whole.png", Assert.Single(Lines(run.Output)).Name);
        var errors = run.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(3, errors.Length);
        Assert.All(errors, error => Assert.StartsWith("Error: ", error));
        Assert.Contains("missing.png", errors[0]);
        Assert.Contains("cut.png: expected", errors[1]);
        Assert.Contains("text.png: expected a picture of format PNG, JPEG, PGM or PPM", errors[2]);

        // One image and a part of another.
        var piped = Command.Run(program.Path, folder, ["-"], [.. image, .. image[..100]]);
        Assert.Equal((2, "Error: standard input: expected images of 784 bytes, but image 1 has 100.\n"), (piped.ExitCode, piped.Error));
        Assert.Equal("-:0", Assert.Single(Lines(piped.Output)).Name);
    }

    [SkippableTheory]
    [InlineData(1, "'--json' is no option", "--json")]
    [InlineData(1, "'--isa' is no option, or does not go with the others", "a.png", "--isa")]
    [InlineData(1, "'--bench' is no option, or does not go with the others", "--bench")]
    [InlineData(1, "--bench takes a number from 1 to", "--bench", "0")]
    [InlineData(1, "not 'many'", "--bench", "many")]
    public void WrongCommandLinesAreTold(int exitCode, string message, params string[] arguments)
    {
        var run = Run(programs.Of("avx2"), arguments);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error);
    }

    [SkippableFact]
    public void HelpBenchmarkAndUnknownInstructionSets()
    {
        var program = programs.Of("avx2");
        var help = Run(program, ["--help"]);
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.All((string[])["FILE", "--isa", "--bench N", "784 bytes"], part => Assert.Contains(part, help.Output));
        Assert.Matches("^us_per_image=[0-9]+\\.[0-9] isa=avx2 n=3\n$", Run(program, ["--bench", "3"]).Output);

        var unknown = Run(program, ["--isa"], null, (InstructionSets.Variable, "mmx"));
        Assert.Equal((2, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("'mmx'", unknown.Error);
    }

    [SkippableFact]
    public async Task ItsMemoryIsThatOfTheWeightsAndLittleMore()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Peak memory is read from /proc.");
        var start = new ProcessStartInfo(CopyAlone(), ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        for (var i = 0; i < 20; i++)
        {
            await process.StandardInput.BaseStream.WriteAsync(programs.Test.Bytes.Slice(i * 784, 784).ToArray());
            await process.StandardInput.BaseStream.FlushAsync();
            // Each image is answered before the next is sent, so the program waits for its input below.
            Assert.StartsWith($"-:{i}\t", await process.StandardOutput.ReadLineAsync());
        }

        var peak = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).Single(line => line.StartsWith("VmHWM:"));
        var kilobytes =
            long.Parse(peak.Split(' ', '\t').First(part => part.Length > 0 && char.IsAsciiDigit(part[0])), CultureInfo.InvariantCulture);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.InRange(1024 * kilobytes, TinyAotPrograms.WeightBytes, TinyAotPrograms.WeightBytes + MaxMemoryBytes);
    }

    private static byte[] Enlarged(ReadOnlySpan<byte> pixels, int times)
    {
        var side = 28 * times;
        var enlarged = new byte[side * side];
        for (var i = 0; i < enlarged.Length; i++)
            enlarged[i] = pixels[i / side / times * 28 + i % side / times];
        return enlarged;
    }

    private static List<(string Name, string Class, float Probability)> Lines(string output)
    {
        Assert.EndsWith("\n", output);
        return [.. output.TrimEnd('\n').Split('\n').Select(line => line.Split('\t'))
            .Select(parts => (parts[0], parts[1], float.Parse(parts[2], CultureInfo.InvariantCulture)))];
    }

    private static Command Run(
        PublishedProgram program, string[] arguments, byte[]? input = null, params (string Name, string? Value)[] environment) =>
        Command.Run(program.Path, Path.GetDirectoryName(program.Path)!, arguments, input, environment);

    /// <summary>The executable and nothing else in a folder.</summary>
    private string CopyAlone()
    {
        var program = programs.Of("avx2").Path;
        var copy = Path.Combine(programs.NewFolder(), Path.GetFileName(program));
        File.Copy(program, copy);
        return copy;
    }
}
