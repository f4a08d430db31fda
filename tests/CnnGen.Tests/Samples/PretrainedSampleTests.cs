using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CnnGen.Images;
using CnnGen.Tests.Data;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Samples;

/// <summary>MobileNet as a user starts it, with the weights that Keras publishes and without.</summary>
public sealed partial class PretrainedSampleTests : IDisposable
{
    private const string Model = "models/mobilenet_v1_0.25_224_imagenet.h5";

    private readonly TemporaryFolder _folder = new();

    /// <summary>An empty cache, and no way to a server.</summary>
    private (string, string?)[] Offline =>
    [
        ("XDG_CACHE_HOME", _folder.Path), ("LOCALAPPDATA", _folder.Path), ("HTTPS_PROXY", "http://127.0.0.1:9"),
        ("HTTP_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "127.0.0.1"),
    ];

    public void Dispose() => _folder.Dispose();

    /// <summary>The numbers that were computed of the file in double precision, in their order.</summary>
    [SkippableFact]
    public void ClassifiesAsKerasDoes()
    {
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Fixtures.Path("models/expected.json")));
        var cases = expected.RootElement.GetProperty("mobilenet_v1_0.25_224_imagenet.h5").GetProperty("cases").EnumerateArray()
            .Where(each => each.TryGetProperty("image", out _)).ToList();
        string[] photos = [.. cases.Select(each => Fixtures.Path($"images/{each.GetProperty("image").GetString()}"))];
        var run = SampleRun.StartSample("Pretrained", [.. photos, "--weights", Fixtures.Path(Model), "--top", "5", "--json"]);
        Assert.True(run.ExitCode == 0, run.Text);
        var answers = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(photos.Length, answers.Length);
        foreach (var (each, line) in cases.Zip(answers))
        {
            using var answer = JsonDocument.Parse(line);
            var top = answer.RootElement.GetProperty("top").EnumerateArray().ToList();
            Assert.Equal(5, top.Count);
            foreach (var (right, actual) in each.GetProperty("top").EnumerateArray().Zip(top))
            {
                Assert.Equal(right.GetProperty("index").GetInt32(), actual.GetProperty("class").GetInt32());
                // Decoders of JPEG differ by a grey value or two; this one is libjpeg-turbo's, as the numbers are.
                Assert.Equal(right.GetProperty("probability").GetDouble(), actual.GetProperty("probability").GetDouble(), 1e-3);
            }
        }
    }

    [SkippableFact]
    public void ShowsThePictureAndItsClassesAsBars()
    {
        string[] photos = [Fixtures.Path("images/kitten_224.png"), _folder["none.png"], Fixtures.Path("images/coffee.png")];
        var run = SampleRun.StartSample("Pretrained", [.. photos, "--weights", Fixtures.Path(Model)]);
        // One bad file does not keep the others from being looked at.
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("none.png", run.Error, StringComparison.Ordinal);
        Assert.Contains("kitten_224.png, 224 x 224\n@@@@", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("   tabby         73.5 % ###############.....", run.Output, StringComparison.Ordinal);
        Assert.Contains("   espresso       93.4 % ###################.", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The whole way: from an address into the cache, by its SHA-256, and from there the next time.</summary>
    [SkippableFact]
    public void WeightsAreDownloadedOnceAndCheckedByTheirContent()
    {
        var name = "mobilenet_2_5_224_tf.h5";
        using var server = new FileServer(new Dictionary<string, byte[]> { [$"/keras/{name}"] = File.ReadAllBytes(Fixtures.Path(Model)) });
        string[] arguments = [Fixtures.Path("images/kitten_224.png"), "--mirror", server.Address("keras").ToString(), "--json"];
        for (var time = 0; time < 2; time++)
        {
            var run = SampleRun.StartSample("Pretrained", arguments, Offline);
            Assert.True(run.ExitCode == 0, run.Text);
            Assert.Contains("\"class\":281,\"name\":\"tabby\",\"probability\":0.7352", run.Output, StringComparison.Ordinal);
            Assert.Equal(time == 0, run.Error.Contains($"Downloaded {name}, 2,161,312 bytes", StringComparison.Ordinal));
            Assert.Equal(1, server.Requests);
        }
    }

    [Fact]
    public void WithoutWeightsASmallNetworkOfOurOwnLooksAndSaysSo()
    {
        // The same file with other numbers in it: the network's own, of the small one.
        var clothes = File.ReadAllBytes(Path.Combine(Fixtures.RepositoryRoot(), "samples", "Pretrained", "clothes.weights.h5"));
        using var server = new FileServer(new Dictionary<string, byte[]> { ["/mobilenet_2_5_224_tf.h5"] = clothes });
        var boot = CnnGen.Data.FashionMnist.Load(new CnnGen.Data.FashionMnistOptions
        {
            Folder = Path.Combine(Fixtures.RepositoryRoot(), "samples", "FashionMnist", "data"),
        }).Test.Bytes[..784].ToArray();
        File.WriteAllBytes(_folder["boot.png"], new ByteImage(28, 28, 1, boot).ToPng());
        foreach (var mirror in (string[][])[[], ["--mirror", server.Address("").ToString()]])
        {
            var run = SampleRun.StartSample("Pretrained", [_folder["boot.png"], .. mirror], Offline);
            Assert.True(run.ExitCode == 0, run.Text);
            Assert.StartsWith("MobileNet's weights cannot be had: No mobilenet_2_5_224_tf.h5: ", run.Output, StringComparison.Ordinal);
            Assert.Contains("the download failed (", run.Output, StringComparison.Ordinal);
            Assert.Contains("a small network of our own looks at the pictures, which knows ten kinds of clothes", run.Output,
                StringComparison.Ordinal);
            Assert.Contains("Ankle boot 100.0 % ####################", run.Output, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_folder.Path, "*.h5", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public void AFileThatIsNamedIsNotReplaced()
    {
        var run = SampleRun.StartSample("Pretrained", ["photo.png", "--weights", _folder["none.h5"]], Offline);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"Error: {_folder["none.h5"]}: there is no such file.", run.Error.Trim());

        var clothes = Path.Combine(Fixtures.RepositoryRoot(), "samples", "Pretrained", "clothes.weights.h5");
        run = SampleRun.StartSample("Pretrained", ["photo.png", "--weights", clothes], Offline);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Error: {clothes}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("'base.separable.depthwise_conv2d/kernel' (3, 3, 8, 1)", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A few epochs are enough for most pictures, where MobileNet has seen millions before.</summary>
    [SkippableFact]
    public void LearnsNewClassesFromAFewPictures()
    {
        var run = SampleRun.StartSample("Pretrained", ["transfer", "--weights", Fixtures.Path(Model), "--epochs", "5"]);
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.StartsWith("160 pictures to learn from, 200 to test with, 8 classes: boat, cup, fish", run.Output, StringComparison.Ordinal);
        var accuracies = AccuracyPattern().Matches(run.Output)
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, accuracies.Count);
        // An eighth is chance.
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.5, 1));
    }

    [Fact]
    public void DrawsThePicturesThatShipAgain()
    {
        var run = SampleRun.StartSample("Pretrained", ["draw", "--out", _folder.Path]);
        Assert.True(run.ExitCode == 0, run.Text);
        var shipped = Path.Combine(Fixtures.RepositoryRoot(), "samples", "Pretrained", "pictures");
        var files = Directory.GetFiles(shipped, "*.png", SearchOption.AllDirectories);
        Assert.Equal(360, files.Length);
        Assert.All(files, file => Assert.Equal(
            ImageFile.Read(file).Pixels.ToArray(), ImageFile.Read(_folder[Path.GetRelativePath(shipped, file)]).Pixels.ToArray()));
    }

    [GeneratedRegex(@"accuracy on test pictures ([0-9.]+)")]
    private static partial Regex AccuracyPattern();
}
