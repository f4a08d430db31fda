using System.Buffers.Binary;
using System.Collections;
using System.Text;
using CnnGen.Build;
using CnnGen.Formats;
using CnnGen.Generator.Analysis;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;
using Microsoft.Build.Framework;

namespace CnnGen.Generator.Tests.Build;

/// <summary>What the build writes down of files with weights, and what the analyzer reads of it; damaged files included.</summary>
public sealed class WriteWeightHeadersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder["Project.cnnweights"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryFileIsThereWithItsTensorsInTheirOrder()
    {
        SafetensorsFile.Write(_folder["b.safetensors"], [new("dense/kernel", [8, 3], new float[24]), new("scale", [], new float[1])]);
        SafetensorsFile.Write(
            _folder["a.safetensors"], [new("odd name (1) F32", [2], new float[2])], format: WeightFormat.Float16);
        SafetensorsFile.Write(_folder["empty.safetensors"], [], new Dictionary<string, string> { ["cnngen.answer"] = "1 2 AAAA" });
        Assert.Empty(Run(Item("b.safetensors"), Item("a.safetensors", "linked.safetensors", "True"), Item("empty.safetensors")));
        Assert.Equal(
            """
            file b.safetensors
            tensor dense/kernel (8, 3) F32
            tensor scale () F32
            file empty.safetensors
            answer
            embedded linked.safetensors
            tensor odd name (1) F32 (2) F16

            """.ReplaceLineEndings("\n"), File.ReadAllText(Output));

        var files = WeightsFile.Read(new TestOptions(weights: File.ReadAllText(Output)).Texts, CancellationToken.None);
        Assert.Equal(
            [
                new("b.safetensors", new([new("dense/kernel", "(8, 3)", "F32"), new("scale", "()", "F32")])),
                new("empty.safetensors", EquatableArray<StoredTensor>.Empty) { HasAnswer = true },
                new("linked.safetensors", new([new("odd name (1) F32", "(2)", "F16")])) { IsEmbedded = true },
            ], files);
    }

    [Fact]
    public void NamesCannotBreakLines()
    {
        const string name = "a\nfile b\u2028\t";
        SafetensorsFile.Write(_folder["a.safetensors"], [new(name, [1], new float[1])]);
        Assert.Empty(Run(Item("a.safetensors")));
        Assert.Equal("file a.safetensors\ntensor a\\u000afile b\\u2028\\u0009 (1) F32\n", File.ReadAllText(Output));
    }

    [Theory]
    [InlineData("", "a.safetensors: expected a safetensors file of at least 8 bytes, but it has 0.")]
    [InlineData("abc", "a.safetensors: expected a safetensors file of at least 8 bytes, but it has 3.")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "a.safetensors: expected a header of at most 100000000 bytes, but the file"
        + " announces 2336927755350992246: no safetensors file, or damaged.")]
    [InlineData("\u0040\0\0\0\0\0\0\0{}", "a.safetensors: expected a header of 64 bytes, but only 2 bytes follow: truncated or damaged.")]
    [InlineData("\u0002\0\0\0\0\0\0\0{}!", "a.safetensors: expected 0 bytes of data, but 1 bytes follow the header.")]
    [InlineData("\u0002\0\0\0\0\0\0\0[]", "a.safetensors: expected the header to be an object, but it is a list.")]
    public void WhatIsDamagedIsWrittenDownForWhoAsks(string content, string problem)
    {
        File.WriteAllBytes(_folder["a.safetensors"], Encoding.ASCII.GetBytes(content));
        Assert.Empty(Run(Item("a.safetensors")));
        Assert.Equal($"file a.safetensors\nunreadable {problem}\n", File.ReadAllText(Output));
    }

    [Fact]
    public void AHeaderThatIsNoJsonAndAFileThatIsNotThereAreToldInWords()
    {
        File.WriteAllBytes(_folder["a.safetensors"], [4, 0, 0, 0, 0, 0, 0, 0, .. "{\"a\"\n"u8]);
        Assert.Empty(Run(Item("a.safetensors"), Item("missing.safetensors")));
        var files = WeightsFile.Read(new TestOptions(weights: File.ReadAllText(Output)).Texts, CancellationToken.None);
        Assert.Equal(["a.safetensors", "missing.safetensors"], files.Select(file => file.Name));
        Assert.StartsWith("a.safetensors: the header was expected to be JSON, but ", files[0].Problem);
        Assert.Contains("missing.safetensors", files[1].Problem);
    }

    /// <summary>A header that is as long as it may be costs its bytes, and no more is read of a file than that.</summary>
    [Fact]
    public void OnlyTheHeaderIsRead()
    {
        var header = Encoding.ASCII.GetBytes("{\"a\":{\"dtype\":\"F32\",\"shape\":[268435456],\"data_offsets\":[0,1073741824]}}");
        using (var file = File.Create(_folder["large.safetensors"]))
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            file.Write(length);
            file.Write(header);
            // A hole: it takes no room on the disk.
            file.SetLength(length.Length + header.Length + (1L << 30));
        }

        Run(Item("large.safetensors"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(Run(Item("large.safetensors")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal("file large.safetensors\ntensor a (268435456) F32\n", File.ReadAllText(Output));
    }

    [Fact]
    public void NothingIsWrittenWhereNothingChanges()
    {
        SafetensorsFile.Write(_folder["a.safetensors"], [new("a", [2], new float[] { 1, 2 })]);
        Run(Item("a.safetensors"));
        var before = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Output, before);
        SafetensorsFile.Write(_folder["a.safetensors"], [new("a", [2], new float[] { 3, 4 })]);
        Run(Item("a.safetensors"));
        Assert.Equal(before, File.GetLastWriteTimeUtc(Output));
        SafetensorsFile.Write(_folder["a.safetensors"], [new("a", [1, 2], new float[] { 3, 4 })]);
        Run(Item("a.safetensors"));
        Assert.NotEqual(before, File.GetLastWriteTimeUtc(Output));
        Run();
        Assert.Equal("", File.ReadAllText(Output));
    }

    [Fact]
    public void TwoFilesOfOneNameAreAnError() => Assert.Equal(
        ["CNN107: 'x/a.safetensors' and 'y/A.safetensors' are both weights of the name 'a.safetensors', by which networks ask for them and"
            + " under which programs find them. Give one of the two items CnnGenWeights another name as its Link."],
        Run(new FileItem("x/a.safetensors", "", "a.safetensors"), new FileItem("y/A.safetensors", "", "A.safetensors")));

    private FileItem Item(string name, string? link = null, string embed = "") => new(name, _folder[name], link ?? name, embed);

    /// <summary>Runs the task; what it logs as errors.</summary>
    private List<string> Run(params ITaskItem[] files)
    {
        var engine = new Engine();
        var succeeds = new WriteWeightHeaders { BuildEngine = engine, Files = files, Output = Output }.Execute();
        Assert.Equal(engine.Errors.Count == 0, succeeds);
        return engine.Errors;
    }

    private sealed class FileItem(string spec, string path, string link, string embed = "") : ITaskItem
    {
        public string ItemSpec { get; set; } = spec;

        public ICollection MetadataNames => throw new NotSupportedException();

        public int MetadataCount => throw new NotSupportedException();

        public string GetMetadata(string metadataName) => metadataName switch
        {
            "FullPath" => path,
            "Link" => link,
            "Embed" => embed,
            _ => throw new NotSupportedException(metadataName),
        };

        public void SetMetadata(string metadataName, string metadataValue) => throw new NotSupportedException();

        public void RemoveMetadata(string metadataName) => throw new NotSupportedException();

        public void CopyMetadataTo(ITaskItem destinationItem) => throw new NotSupportedException();

        public IDictionary CloneCustomMetadata() => throw new NotSupportedException();
    }

    private sealed class Engine : IBuildEngine
    {
        public List<string> Errors { get; } = [];

        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "Project.csproj";

        public void LogErrorEvent(BuildErrorEventArgs e) => Errors.Add($"{e.Code}: {e.Message}");

        public void LogWarningEvent(BuildWarningEventArgs e) => throw new NotSupportedException();

        public void LogMessageEvent(BuildMessageEventArgs e) => throw new NotSupportedException();

        public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

        public bool BuildProjectFile(
            string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
            throw new NotSupportedException();
    }
}
