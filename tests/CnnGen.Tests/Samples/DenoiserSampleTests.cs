using System.Text.Json;
using CnnGen.Images;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary>The sample that takes noise out of pictures; what it shares with the others is tested there.</summary>
public sealed class DenoiserSampleTests : IDisposable
{
    private const int TestImages = 15;

    private readonly TemporaryFolder _folder = new();

    public DenoiserSampleTests()
    {
        FashionFiles.Write(_folder.Path, "train", 60, seed: 1);
        FashionFiles.Write(_folder.Path, "t10k", TestImages, seed: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LearnsAndShowsIt()
    {
        var lines = Lines(Train(30, "--pictures", _folder["test.png"], "--json"));
        Assert.Equal(31, lines.Count);
        Assert.InRange(Number(lines[29], "loss"), 0, 0.75 * Number(lines[0], "loss"));
        Assert.InRange(Number(lines[29], "val_psnr"), 1 + Number(lines[0], "val_psnr"), 40);
        var (noisy, cleaned) = (Number(lines[30], "test_noisy_psnr"), Number(lines[30], "test_psnr"));
        // Of the bars, a network that knows nothing of the noise leaves less than this.
        Assert.InRange(noisy, 8, 14);
        Assert.InRange(cleaned, noisy + 3, 40);

        // Twelve columns of three pictures of 84 x 84, and three in the row below.
        var sheet = ImageFile.Read(_folder["test.png"]);
        Assert.Equal((2 * (3 * 90 + 6), 12 * 90 + 6, 1), (sheet.Height, sheet.Width, sheet.Channels));

        var evaluated = Lines(SampleRun.StartSample(
            "Denoiser", ["evaluate", "--data", _folder.Path, "--model", _folder["model.safetensors"], "--metrics", "psnr", "--json"]));
        Assert.Equal(cleaned, Number(Assert.Single(evaluated), "test_psnr"));

        Predict();
    }

    [Fact]
    public void TrainsToTheSameWeightsForEveryNumberOfThreadsAndFromACheckpoint()
    {
        string Hash(params string[] arguments) => Lines(Train(2, ["--json", .. arguments]))[^1].GetProperty("weights_sha256").GetString()!;
        var whole = Hash("--threads", "1");
        Assert.Equal(whole, Hash("--threads", "3", "--checkpoint", _folder["run"]));
        // As if it had been killed in its second epoch.
        File.Delete(Directory.GetFiles(_folder["run"]).Order().Last());
        Assert.Equal(whole, Hash("--checkpoint", _folder["run"], "--resume"));
    }

    [Fact]
    public void PrintsPicturesBesideEachOtherAndKnowsNoAugment()
    {
        var run = Train(1);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Loss mean_absolute_error, metrics psnr", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nepoch 1/1: loss 0\.\d{4}, psnr \d+\.\d{4}, val_loss", run.Output);
        Assert.Matches(@"\nTest set: loss 0\.\d{4}, psnr \d+\.\d{4}, noisy_psnr \d+\.\d{4}\r?\n", run.Output);
        Assert.Equal(4, run.Output.Split('\n').Count(line =>
            line.StartsWith("noisy: ", StringComparison.Ordinal) && line.TrimEnd().EndsWith("as it was", StringComparison.Ordinal)));
        Assert.DoesNotContain('\e', run.Output);
        Assert.False(File.Exists(_folder["model.classes.txt"]));

        var other = Train(1, "--augment");
        Assert.Equal(1, other.ExitCode);
        var loss = Train(1, "--loss", "sparse_categorical_crossentropy");
        Assert.Contains("The nearest is binary_crossentropy.", loss.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void APlaceForPicturesThatCannotBeWrittenIsRefusedBeforeTheFirstEpoch()
    {
        var run = Train(1, "--pictures", _folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {_folder.Path}: expected a regular file, but it is a folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", run.Output, StringComparison.Ordinal);
    }

    private void Predict()
    {
        var picture = _folder["bar.pgm"];
        File.WriteAllText(picture, $"P2 28 28 255 {string.Concat(Enumerable.Range(0, 784).Select(i => i / 56 == 4 ? "230 " : "50 "))}");
        string[] arguments =
            ["predict", picture, "--model", _folder["model.safetensors"], "--pictures", _folder["one.png"], "--json"];
        var line = Assert.Single(Lines(SampleRun.StartSample("Denoiser", [.. arguments, "--noise"])));
        Assert.Equal(picture, line.GetProperty("file").GetString());
        Assert.InRange(Number(line, "psnr"), Number(line, "noisy_psnr") + 3, 60);
        Assert.Equal(3 * 90 + 6, ImageFile.Read(_folder["one.png"]).Height);

        // There is nothing to compare with.
        var plain = Assert.Single(Lines(SampleRun.StartSample("Denoiser", arguments)));
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("psnr").ValueKind);
        Assert.Equal(2 * 90 + 6, ImageFile.Read(_folder["one.png"]).Height);
    }

    private Command Train(int epochs, params string[] arguments) => SampleRun.StartSample(
        "Denoiser",
        ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", $"{epochs}", .. arguments]);

    private static double Number(JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static List<JsonElement> Lines(Command run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
