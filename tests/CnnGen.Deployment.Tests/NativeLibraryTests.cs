using System.Globalization;
using System.Text.RegularExpressions;
using CnnGen.Data;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using CnnGen.Training;

namespace CnnGen.Deployment.Tests;

/// <summary>A network as a shared library: C programs are compiled against its header and run.</summary>
[Collection(FeedCollection.Name)]
public sealed partial class NativeLibraryTests(NativeLibrary library, PackageFeed feed) : IClassFixture<NativeLibrary>
{
    private const string Ok = "0", InvalidArgument = "1", InvalidHandle = "2", Io = "5", BadFile = "6";

    /// <summary>What errors.c does wrong, the status that it gets, and what the message says.</summary>
    private static readonly (string Mistake, string Status, string Said)[] Mistakes =
    [
        ("create without a place for the handle", InvalidArgument, "network is NULL"),
        ("null handle", InvalidHandle, "network is NULL"),
        ("destroyed handle", InvalidHandle, "destroyed"),
        ("destroyed twice", InvalidHandle, "destroyed"),
        ("destroyed handle whose place is taken", InvalidHandle, "destroyed"),
        ("handle that is an address", InvalidHandle, "never created"),
        ("name of a destroyed handle", InvalidHandle, "destroyed"),
        ("destroy null", Ok, ""),
        ("half an image", InvalidArgument, "784 values, but 392"),
        ("little room", InvalidArgument, "room for 10"),
        ("no images", InvalidArgument, "images is NULL"),
        ("no room", InvalidArgument, "outputs is NULL"),
        ("no alignment", InvalidArgument, "images is not aligned"),
        ("too many", InvalidArgument, "at most 2147483647"),
        ("label too large", InvalidArgument, "Label 10 of image 1"),
        ("label below zero", InvalidArgument, "Label -1 of image 0"),
        ("label missing", InvalidArgument, "2 images need 2 labels, but 1"),
        ("empty batch", InvalidArgument, "at least one image"),
        ("learning rate below zero", InvalidArgument, "learning_rate is -1"),
        ("adapt to nothing", InvalidArgument, "at least one image"),
        ("adapt to a part", InvalidArgument, "783 values"),
        ("no threads", InvalidArgument, "threads is 0"),
        ("missing file", Io, "missing.safetensors"),
        ("damaged file", BadFile, "damaged.safetensors"),
        ("damaged memory", BadFile, "at least 8 bytes"),
        ("no memory", InvalidArgument, "data is NULL"),
        ("no folder", Io, "no such folder"),
        ("no path", InvalidArgument, "path is NULL"),
        ("empty path", InvalidArgument, "path is empty"),
        ("path that is no UTF-8", InvalidArgument, "UTF-8"),
        ("the network is as it was", Ok, ""),
    ];

    [SkippableFact]
    public void PublishingWarnsOfNothingAndPutsTheHeaderBesideTheLibrary()
    {
        Assert.DoesNotContain("warning", library.PublishOutput);
        Assert.Contains("tiny_cnn.h", Directory.EnumerateFiles(library.Folder).Select(Path.GetFileName));
        Assert.Contains("fprintf(stderr, \"%s\\n\", ", File.ReadAllText(Path.Combine(library.Folder, "tiny_cnn.h")));
    }

    [SkippableFact]
    public void ACProgramTrainsToTheBitsOfTheJit()
    {
        var weights = Path.Combine(library.NewFolder(), "weights.safetensors");
        var run = Command.Run(library.Compile("samples", "TinyNative", "main.c"), library.NewFolder(), ["-", "-", weights]);
        Assert.True(run.ExitCode == 0, run.Text);

        var losses = LossPattern().Matches(run.Output)
            .Select(match => double.Parse(match.Groups["loss"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(losses.Count > 1 && losses[^1] < losses[0], run.Output);
        Assert.Contains("loaded, it predicts the same bits", run.Output);
        var sums = SumPattern().Matches(run.Output)
            .Select(match => double.Parse(match.Groups["sum"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(5, sums.Count);
        Assert.All(sums, sum => Assert.Equal(1, sum, tolerance: 0.0001));
        Assert.Contains(
            "one byte less: error 1: TinyCnn takes images of 28 x 28 x 1 = 784 values, but 783 values are no whole number of them.\n",
            run.Output.ReplaceLineEndings("\n"));

        Assert.Equal(TrainWithTheJit(), File.ReadAllBytes(weights));
    }

    [SkippableFact]
    public void EveryMistakeHasItsStatusAndItsMessage()
    {
        var folder = library.NewFolder();
        File.WriteAllText(Path.Combine(folder, "damaged.safetensors"), "damaged");
        var run = Command.Run(library.Compile("tests", "CnnGen.Deployment.Tests", "Native", "errors.c"), folder, [folder]);
        Assert.True(run.ExitCode == 0, run.Text);
        var told = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).ToList();
        Assert.Equal(Mistakes.Select(mistake => (mistake.Mistake, mistake.Status)), told.Select(line => (line[0], line[1])));
        Assert.All(Mistakes.Zip(told), pair => Assert.Contains(pair.First.Said, pair.Second[2]));
        // What succeeds says nothing.
        Assert.All(told.Where(line => line[1] == Ok), line => Assert.Equal("", line[2]));
    }

    [SkippableFact]
    public void TheHeaderIsCpp()
    {
        _ = library.PublishOutput;
        var source = Path.Combine(library.NewFolder(), "program.cpp");
        File.WriteAllText(
            source, "#include \"tiny_cnn.h\"\n#include \"tiny_cnn.h\"\nint main() { return tiny_cnn_destroy(nullptr) == TINY_CNN_OK; }\n");
        var probe = Command.Run(NativeTools.CCompiler, library.Folder, ["-x", "c++", "-fsyntax-only", "-"], [.. "int i;"u8]);
        Skip.If(probe.ExitCode != 0, "the C compiler has no C++");
        library.Run("-x", "c++", "-std=c++11", "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-I", library.Folder, source);
    }

    [Fact]
    public void APackagesProjectGetsTheHeadersOfTheNetworksThatItHasNow()
    {
        const string Layers = "[Input(4, 4, 1)] [Flatten] [Dense(3)]";
        var project =
            new ConsumerProject(feed.NewFolder(feedOnly: true), "Headers", "<CnnGenHeaders>true</CnnGenHeaders>", outputType: "Library");
        project.Add("One.cs", $"using CnnGen; [NativeExport] {Layers} public sealed partial class One {{ }}");
        project.Add("Two.cs", $"using CnnGen; [NativeExport] {Layers} public sealed partial class Two {{ }}");
        project.Build();
        Assert.Equal(["one.h", "two.h"], Headers());
        Assert.StartsWith("// one.h: ", File.ReadAllText(Path.Combine(Output(), "one.h")));
        Assert.EndsWith("#endif // ONE_H\n", File.ReadAllText(Path.Combine(Output(), "one.h")).ReplaceLineEndings("\n"));
        Assert.Equal(Generated("One.one.h.g.cs"), File.ReadAllText(Path.Combine(Output(), "one.h")).ReplaceLineEndings("\n"));
        var written = File.GetLastWriteTimeUtc(Path.Combine(Output(), "one.h"));

        project.Build();
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Output(), "one.h")));

        project.Add("Two.cs", $"using CnnGen; [NativeExport(\"three\")] {Layers} public sealed partial class Two {{ }}");
        project.Build();
        Assert.Equal(["one.h", "three.h"], Headers());

        // What stands between the lines that open and close the comment; the header's example has a backslash, which MSBuild likes to turn.
        string Generated(string file)
        {
            var path = Directory.EnumerateFiles(project.Folder, file, SearchOption.AllDirectories).Single();
            var text = File.ReadAllText(path).ReplaceLineEndings("\n");
            var header = text[(text.IndexOf("\n/*\n", StringComparison.Ordinal) + 4)..text.LastIndexOf("*/", StringComparison.Ordinal)];
            Assert.Contains("\"%s\\n\"", header);
            return header;
        }

        string Output() => Path.Combine(project.Folder, "bin", "Release", project.Framework);
        IEnumerable<string> Headers() =>
            Directory.EnumerateFiles(Output(), "*.h").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);
    }

    /// <summary>What main.c does, with the same network compiled in this process; the file that it saves.</summary>
    private byte[] TrainWithTheJit()
    {
        const int Batch = 32, Steps = 32, Count = Batch * Steps;
        var type = NetworkCompiler.Compile(File.ReadAllText(Repository.PathOf("samples", "TinyAot", "TinyCnn.cs")))["TinyAot.TinyCnn"];
        using var network = (CompiledNetwork)Activator.CreateInstance(type, [42, null])!;
        var size = network.Info.InputSize;
        var (images, labels) = Draw(Count);
        network.Adapt(new ImageDataset(images, labels, 28, 28, 1));
        var optimizer = new Nadam();
        for (var first = 0; first < Count; first += Batch)
            network.TrainBatch(images.AsSpan(first * size, Batch * size), labels.AsSpan(first, Batch), optimizer);
        var path = Path.Combine(library.NewFolder(), "jit.safetensors");
        network.Save(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>The images of main.c's <c>draw_data</c>.</summary>
    private static (byte[] Images, int[] Labels) Draw(int count)
    {
        const int Side = 28, Classes = 10;
        var images = new byte[count * Side * Side];
        var labels = Enumerable.Range(0, count).Select(image => image % Classes).ToArray();
        var random = 1u;
        for (var pixel = 0; pixel < images.Length; pixel++)
        {
            var (label, row) = (labels[pixel / (Side * Side)], pixel % (Side * Side) / Side);
            random = random * 1664525 + 1013904223;
            images[pixel] = (byte)((random >> 24) / 2 + (row / 2 == label + 2 ? 128 : 0));
        }

        return (images, labels);
    }

    [GeneratedRegex(@": loss (?<loss>[0-9.]+),")]
    private static partial Regex LossPattern();

    [GeneratedRegex(@"probabilities sum to (?<sum>[0-9.]+)")]
    private static partial Regex SumPattern();
}
