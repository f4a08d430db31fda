using System.Text.Json;
using CnnGen.Runtime;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary>The sample as a user starts it: its own process, a few made-up images, every instruction set by <c>CNNGEN_ISA</c>.</summary>
public sealed class FashionMnistSampleTests : IDisposable
{
    private const int TrainImages = 60;
    private const int TestImages = 12;

    private readonly TemporaryFolder _folder = new();

    public FashionMnistSampleTests()
    {
        FashionFiles.Write(_folder.Path, "train", TrainImages, seed: 1);
        FashionFiles.Write(_folder.Path, "t10k", TestImages, seed: 2);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TrainsToTheSameWeightsForEveryInstructionSetAndNumberOfThreads()
    {
        var runs = new (InstructionSet Isa, int Threads)[]
        {
            (InstructionSet.Avx512, 1), (InstructionSet.Avx2, 2), (InstructionSet.Vector128, 3), (InstructionSet.Scalar, 2),
            (InstructionSet.Scalar, 1),
        };
        var hashes = new HashSet<string>();
        foreach (var (isa, threads) in runs.Where(run => InstructionSets.IsSupported(run.Isa)))
        {
            var result = Train($"{isa}.safetensors", threads, isa)[^1];
            // The child says what ran, so that a cap which did nothing cannot pass.
            Assert.Equal(isa.ToName(), result.GetProperty("isa").GetString());
            Assert.Equal(threads, result.GetProperty("threads").GetInt32());
            hashes.Add(result.GetProperty("weights_sha256").GetString()!);
        }

        Assert.Matches("^[0-9a-f]{64}$", Assert.Single(hashes));
    }

    [Fact]
    public void WithoutFusedMultiplyAddTheWeightsAreOthersButReproducible()
    {
        var fused = Train("fused.safetensors", threads: 2, InstructionSet.Scalar);
        (string, string) off = ("DOTNET_EnableHWIntrinsic", "0");
        var plain = Train("plain.safetensors", threads: 2, InstructionSet.Scalar, environment: [off]);
        var again = Train("again.safetensors", threads: 1, InstructionSet.Scalar, environment: [off]);

        // Equal hashes here would mean that the switch did nothing.
        Assert.NotEqual(Hash(fused), Hash(plain));
        Assert.Equal(Hash(plain), Hash(again));
        var (want, got) = (fused[^1].GetProperty("test_loss").GetDouble(), plain[^1].GetProperty("test_loss").GetDouble());
        // Nadam's first steps are as long for small gradients as for large ones, and carry roundings far.
        Assert.InRange(got, want - 1e-2, want + 1e-2);
    }

    [Fact]
    public void AugmentedImagesTrainToOtherWeightsWhichAreTheSameForEveryNumberOfThreads()
    {
        var plain = Hash(Train("plain.safetensors", threads: 1, InstructionSets.Best));
        var augmented = Hash(Train("augmented.safetensors", threads: 1, InstructionSets.Best, arguments: ["--augment"]));
        Assert.NotEqual(plain, augmented);
        Assert.Equal(augmented, Hash(Train("again.safetensors", threads: 3, InstructionSets.Best, arguments: ["--augment"])));
    }

    [Fact]
    public void GoesOnFromACheckpointToTheSameWeights()
    {
        var whole = Train("whole.safetensors", threads: 1, InstructionSets.Best, epochs: 2);
        string[] checkpoint = ["--checkpoint", _folder["run"], "--early-stopping", "5", "--tensorboard", _folder["logs"]];
        Train("first.safetensors", threads: 1, InstructionSets.Best, epochs: 2, checkpoint);
        // As if it had been killed in its second epoch.
        File.Delete(Directory.GetFiles(_folder["run"]).Order().Last());
        var resumed = Train("resumed.safetensors", threads: 2, InstructionSets.Best, epochs: 2, [.. checkpoint, "--resume"]);

        Assert.Equal(2, resumed.Count);
        Assert.Equal(Hash(whole), Hash(resumed));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder["logs"], "validation"), "events.out.tfevents.*"));
        var refused = SampleRun.Start(["train", "--data", _folder.Path, "--resume"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--checkpoint DIR --resume", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PrintsOneJsonObjectPerEpochAndOneAtTheEnd()
    {
        var lines = Train("model.safetensors", threads: 1, InstructionSets.Best, epochs: 2);

        Assert.Equal(3, lines.Count);
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            var line = lines[epoch - 1];
            string[] names =
                ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds", "images_per_second", "non_finite", "val_non_finite"];
            Assert.Equal(names, line.EnumerateObject().Select(property => property.Name));
            Assert.Equal(epoch, line.GetProperty("epoch").GetInt32());
            Assert.True(line.GetProperty("loss").GetDouble() > 0);
        }

        string[] last = ["test_loss", "test_accuracy", "test_non_finite", "isa", "threads", "weights_sha256"];
        Assert.Equal(last, lines[2].EnumerateObject().Select(property => property.Name));
        Assert.All(["model.safetensors", "history.csv", "learning-curve.svg"], name => Assert.True(File.Exists(_folder[name]), name));
    }

    [Fact]
    public void EvaluatesAndPredictsWithWhatItSaved()
    {
        var trained = Train("model.safetensors", threads: 2, InstructionSets.Best)[^1];
        var model = _folder["model.safetensors"];

        var evaluated = SampleRun.Start(["evaluate", "--data", _folder.Path, "--model", model, "--json"]);
        Assert.Equal(0, evaluated.ExitCode);
        var result = JsonDocument.Parse(evaluated.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(trained.GetProperty("test_accuracy").GetDouble(), result.GetProperty("test_accuracy").GetDouble());
        Assert.Equal(trained.GetProperty("test_loss").GetDouble(), result.GetProperty("test_loss").GetDouble());

        var picture = _folder["picture.pgm"];
        File.WriteAllText(picture, "P2 2 2 255 0 255 255 0");
        var predicted = SampleRun.Start(["predict", picture, "--model", model]);
        Assert.Equal(0, predicted.ExitCode);
        Assert.Contains("picture.pgm", predicted.Output);
        Assert.Contains(CnnGen.Data.FashionMnist.ClassNames, name => predicted.Output.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void RefusesADamagedFileAndAnUnknownOption()
    {
        var images = _folder["t10k-images-idx3-ubyte.gz"];
        File.WriteAllBytes(images, File.ReadAllBytes(images)[..100]);

        var damaged = SampleRun.Start(["train", "--data", _folder.Path, "--epochs", "1"]);
        Assert.Equal(2, damaged.ExitCode);
        Assert.Contains("t10k-images-idx3-ubyte.gz", damaged.Error);

        Assert.Equal(1, SampleRun.Start(["train", "--no-such-option"]).ExitCode);
        var isa = SampleRun.Start(["summary"], ("CNNGEN_ISA", "mmx"));
        Assert.Equal(2, isa.ExitCode);
        Assert.Contains("mmx", isa.Error);
    }

    [Fact]
    public void PrintsALineForEachEpochWhereTheOutputIsNoTerminal()
    {
        var run =
            SampleRun.Start(["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "2"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["epoch 1/2: loss", "epoch 2/2: loss"], run.Output.Split('\n')
            .Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).Select(line => line[..15]));
        Assert.DoesNotContain('\r', run.Output.Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', run.Output);
    }

    [SkippableTheory]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void ASignalEndsTrainingAndSaves(string signal, int exitCode)
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no such signals to send on Windows");
        using var process = SampleRun.Launch(
            "train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "1000000", "--json");
        var firstEpoch = process.StandardOutput.ReadLine();
        Assert.Equal(1, JsonDocument.Parse(firstEpoch!).RootElement.GetProperty("epoch").GetInt32());
        Command.Run("kill", _folder.Path, [$"-{signal}", $"{process.Id}"]);
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));

        Assert.Equal(exitCode, process.ExitCode);
        Assert.All(["model.safetensors", "history.csv", "learning-curve.svg"], name => Assert.True(File.Exists(_folder[name]), name));
        Assert.Equal(0, SampleRun.Start(["evaluate", "--data", _folder.Path, "--model", _folder["model.safetensors"], "--json"]).ExitCode);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("history.csv")]
    [InlineData("learning-curve.svg")]
    public void APlaceThatCannotBeSavedToIsRefusedBeforeTheFirstEpoch(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        var run = SampleRun.Start(["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--epochs", "1"]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {_folder[name]}: expected a regular file, but it is a folder", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", run.Output);
        Assert.Equal([_folder[name]], Directory.GetDirectories(_folder.Path));
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.EndsWith(".gz", file, StringComparison.Ordinal));
    }

    [Fact]
    public void WhenOnlyTheHistoryCannotBeWrittenTheNetworkIsSavedAndThatIsSaid()
    {
        using var process = SampleRun.Launch(
            "train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "40", "--json");
        process.StandardOutput.ReadLine();
        Directory.CreateDirectory(_folder["history.csv"]);
        process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(2, process.ExitCode);
        Assert.Contains(_folder["history.csv"], error);
        Assert.Contains($"The network is saved in {_folder["model.safetensors"]}.", error);
        Assert.True(File.Exists(_folder["model.safetensors"]));
    }

    [Fact]
    public void AReaderThatGoesDoesNotEndTheTraining()
    {
        using var process = SampleRun.Launch(
            "train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "5", "--json");
        process.StandardOutput.ReadLine();
        process.StandardOutput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(6, File.ReadAllLines(_folder["history.csv"]).Length);
        Assert.True(File.Exists(_folder["model.safetensors"]));
    }

    [SkippableTheory]
    [InlineData(">&-", false)]
    [InlineData(">&-", true)]
    [InlineData(">/dev/full", true)]
    public void AnOutputThatTakesNothingDoesNotEndTheTraining(string redirection, bool isJson)
    {
        Skip.If(!OperatingSystem.IsLinux(), "closed descriptors and /dev/full are Linux'");
        string[] arguments =
        [
            "train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--epochs", "2",
            .. isJson ? new[] { "--json" } : [],
        ];
        var run = SampleRun.StartRedirected(redirection, arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"The network is saved in {_folder["model.safetensors"]}.", run.Error);
        Assert.Equal(3, File.ReadAllLines(_folder["history.csv"]).Length);
        Assert.True(File.Exists(_folder["model.safetensors"]));
    }

    [Theory]
    [InlineData("history.csv")]
    [InlineData("Learning-Curve.svg")]
    [InlineData("")]
    public void ANameThatIsTakenIsNoPlaceForTheNetwork(string name)
    {
        var run = SampleRun.Start(
            ["train", "--data", _folder.Path, "--out", name.Length == 0 ? "" : _folder[name], "--epochs", "1"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: --out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreSaidToBe()
    {
        string[] arguments = ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "20", "--optimizer", "sgd",
            "--learning-rate", "1e30", "--epochs", "2"];
        var run = SampleRun.Start(arguments);
        Assert.Contains("epoch 1/2, batch 2: outputs are not finite numbers from here on", run.Output);
        Assert.Contains("From epoch 1, batch 2 on outputs were not finite numbers.", run.Error);

        var json = SampleRun.Start([.. arguments, "--json"]);
        var last = JsonDocument.Parse(json.Output.Split('\n')[1]).RootElement;
        Assert.Equal((JsonValueKind.Null, 0, 55),
            (last.GetProperty("loss").ValueKind, last.GetProperty("accuracy").GetDouble(), last.GetProperty("non_finite").GetInt32()));
    }

    [Fact]
    public void RefusesABatchWhoseStepDoesNotFitIntoMemoryBeforeAnyIsReserved()
    {
        // The runtime is told that the machine has 64 MB; 55 images need 77 MB and more.
        var run = SampleRun.Start(
            ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--batch", "99999999", "--threads", "1",
                "--epochs", "1"],
            ("DOTNET_GCHeapHardLimit", "4000000"));
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(
            @"^Error: A step of 55 images on 1 threads needs \d+ MB of memory, but there are 67 MB\. Take --batch \d+ at most\.\s*$",
            run.Error);
        Assert.False(File.Exists(_folder["model.safetensors"]));
    }

    [Fact]
    public void RefusesMoreThreadsThanThereCanBeBeforeAnyIsStarted()
    {
        var run = SampleRun.Start(
            ["train", "--data", _folder.Path, "--out", _folder["model.safetensors"], "--threads", "1000000", "--epochs", "1"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("threads", run.Error);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.False(File.Exists(_folder["model.safetensors"]));
    }

    private static string Hash(List<JsonElement> lines) => lines[^1].GetProperty("weights_sha256").GetString()!;

    private List<JsonElement> Train(
        string model, int threads, InstructionSet isa, int epochs = 1, string[]? arguments = null,
        params (string Name, string Value)[] environment)
    {
        string[] all =
        [
            "train", "--data", _folder.Path, "--out", _folder[model], "--batch", "20", "--epochs", $"{epochs}", "--threads",
            $"{threads}", "--json",
            .. arguments ?? [],
        ];
        var run = SampleRun.Start(all, [("CNNGEN_ISA", isa.ToName()), .. environment]);
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
