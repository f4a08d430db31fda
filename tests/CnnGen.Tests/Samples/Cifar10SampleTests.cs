using System.Text.Json;
using CnnGen.Tests.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary>ResNet-20 as a user starts it; what it shares with the other sample is tested there.</summary>
public sealed class Cifar10SampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainsOnFilesOfCifar10AndPredictsItsClasses()
    {
        foreach (var (file, content) in CifarFiles.Contents(pairs: 4))
            File.WriteAllBytes(_folder[file], content);
        var model = _folder["model.safetensors"];
        var trained = SampleRun.StartSample(
            "Cifar10", ["train", "--data", _folder.Path, "--out", model, "--batch", "16", "--epochs", "2"]);
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.StartsWith($"CIFAR-10: from {_folder.Path}\n", trained.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("37 training, 3 validation and 8 test images", trained.Output, StringComparison.Ordinal);
        Assert.Contains("Sgd, learning rate 0.1 falling to 0, weight decay 0.001, batch 16, seed 42, augmented", trained.Output);

        var picture = _folder["picture.ppm"];
        File.WriteAllText(picture, "P3 1 1 255 200 100 50");
        var predicted = SampleRun.StartSample("Cifar10", ["predict", picture, "--model", model, "--json"]);
        Assert.True(predicted.ExitCode == 0, predicted.Error);
        var name = JsonDocument.Parse(predicted.Output).RootElement.GetProperty("name").GetString()!;
        Assert.Contains(name, CnnGen.Data.Cifar10.ClassNames);
    }

    [Fact]
    public void WhereCifar10CannotBeHadItSaysWhatItTakesInstead()
    {
        // An empty cache, and no way to a server.
        (string, string?)[] offline =
        [
            ("XDG_CACHE_HOME", _folder.Path), ("CNNGEN_DATA", _folder.Path), ("HTTPS_PROXY", "http://127.0.0.1:9"),
            ("HTTP_PROXY", "http://127.0.0.1:9"),
        ];
        var model = _folder["model.safetensors"];
        var run = SampleRun.StartSample(
            "Cifar10", ["train", "--out", model, "--batch", "64", "--epochs", "1", "--limit", "64", "--augment", "false"], offline);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("Fashion-MNIST, resized to 32 x 32 x 3: ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"No CIFAR-10 data: {_folder.Path} lacks cifar-10-binary.tar.gz; ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("augmented", run.Output, StringComparison.Ordinal);
        Assert.Equal(CnnGen.Data.FashionMnist.ClassNames, File.ReadAllLines(_folder["model.classes.txt"]));
    }

    [Fact]
    public void AFolderThatIsNamedIsNotReplaced()
    {
        var run = SampleRun.StartSample("Cifar10", ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"]]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"Error: No CIFAR-10 data: {_folder.Path} lacks cifar-10-binary.tar.gz.", run.Error.Trim());
    }
}
