using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.CodeFixes;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// The front page is short and shows what happens: its code compiles, its errors and their picture are the analyzer's, its figures those
/// that were measured. Two other pages show what becomes of its network.
/// </summary>
public partial class ReadmeTests
{
    private const string Kernel = "Conv2D_14x14x128_3x3x128_Relu_F4x4";

    // A terminal's width, roughly, beyond which messages go on in the next line.
    private const int Columns = 140;

    // The network is large, so it is generated once for all tests.
    private static readonly Lazy<PageProgram> Program =
        new(() => PageProgram.Of(new Document("README.md"), ["network", "program"], new TestOptions()));

    private readonly Document _readme = new("README.md");

    [Fact]
    public void ItFitsTwoHundredShortLines()
    {
        var lines = _readme.Text.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 1, 200);
        Assert.DoesNotContain(lines, line => line.Length > 160);
    }

    [Fact]
    public void EveryCSharpBlockIsTested() =>
        Assert.Equal(["network", "program", "wrong-network", "transfer-networks", "transfer"], _readme.CSharpBlocks());

    /// <summary>What the front page shows of a pretrained network is how its page begins, which is compiled.</summary>
    [Theory]
    [InlineData("transfer-networks")]
    [InlineData("transfer")]
    public void APretrainedNetworkIsThatOfItsPage(string block) =>
        Assert.StartsWith(_readme.Block(block), new Document("docs", "pretrained.md").Block(block));

    [Fact]
    public async Task TheProgramCompilesWithoutWarnings() => Assert.Empty(await Program.Value.ComplaintsAsync());

    [Fact]
    public void TheNetworkIsTheSamples()
    {
        var sample = File.ReadAllText(Repository.PathOf("samples", "FashionMnist", "FashionCnn.cs"));
        Assert.Contains(Attributes(_readme.Block("network")), sample.ReplaceLineEndings("\n"));

        static string Attributes(string block) => block[block.IndexOf('[')..];
    }

    [Fact]
    public async Task TheWrongNetworkIsToldWhatIsPrinted()
    {
        var source = MarkedSource.Parse(_readme.Block("wrong-network"));
        var diagnostics = await Compiler.AnalyzeAsync(Compiler.Create(source.Text));
        Assert.True(diagnostics.Length > 1, "the page says that all errors come at once");
        Assert.Equal(source.Marks, diagnostics.Select(MarkedSource.MarkOf));
        _readme.VerifyBlock("errors", string.Concat(diagnostics.SelectMany(Printed).Select(line => $"{line}\n")));

        static IEnumerable<string> Printed(Diagnostic diagnostic)
        {
            var place = diagnostic.Location.GetLineSpan().StartLinePosition;
            var text = $"error {diagnostic.Id}: {diagnostic.GetMessage()}";
            return EditorPicture.Wrap($"Digits.cs({place.Line + 1},{place.Character + 1}): {text}", Columns);
        }
    }

    [Fact]
    public async Task ThePictureShowsWhatAnEditorDoes()
    {
        var source = MarkedSource.Parse(_readme.Block("wrong-network")).Text;
        var project = FixedProject.Create(source);
        var problems = new List<EditorPicture.Problem>();
        foreach (var diagnostic in await Compiler.AnalyzeAsync(Compiler.Create(source)))
            problems.Add(new(MarkedSource.MarkOf(diagnostic), diagnostic.GetMessage(), await project.TitlesAsync(diagnostic.Id)));
        new Document("docs", "pictures", "wrong-network.svg").VerifyText(EditorPicture.Draw("Digits.cs", source, problems));
    }

    [Fact]
    public void TheKernelIsTheGenerators()
    {
        var file = GeneratedFile("FashionCnn.Avx512.g.cs");
        var products = $"{Kernel}_Products";
        var tile = KernelExcerpt.Calls(file, KernelExcerpt.Method(file, products)!).First(name => name != products);
        string[] shown = [Kernel, products, tile];
        new Document("docs", "internals", "reading-generated-code.md")
            .VerifyBlock("kernel", string.Join('\n', shown.Select(name => KernelExcerpt.Shorten(KernelExcerpt.Method(file, name)!))));
    }

    [Fact]
    public void TheLayersOfTheClassAreItsDocumentation()
    {
        var table = DocumentationPattern().Match(GeneratedFile("FashionCnn.g.cs")).Groups["table"].Value;
        new Document("docs", "layers.md").VerifyBlock("summary", table.Replace("/// ", "").Replace("&gt;", ">"));
    }

    [Fact]
    public void TheSpeedsAreThoseOfTheLastComparison()
    {
        string[] metrics = ["infer_b1", "infer_b32", "train_b32"];
        string[] tools = ["cnngen", "onednn", "onnxruntime", "pytorch"];
        var results = File.ReadAllLines(Repository.PathOf("benchmarks", "results", "peers.md"))
            .SkipWhile(line => line != "## The network").ToList();
        var columns = Cells(results.First(line => line.StartsWith("| isa ", StringComparison.Ordinal))).ToList();
        var measured =
            metrics.Select(metric => Cells(results.First(line => line.StartsWith($"| avx512 | 1 | {metric} ", StringComparison.Ordinal))));
        Assert.Equal(
            measured.Select(cells => tools.Select(tool => SpreadPattern().Replace(cells[columns.IndexOf(tool)], ""))),
            _readme.Rows("speed").Select(cells => cells[1..]));
    }

    [Fact]
    public void TheSizesAreThoseOfTheLastComparison()
    {
        var measured = File.ReadAllLines(Repository.PathOf("benchmarks", "results", "deployment.md"));
        Assert.All(_readme.Rows("size"), row =>
            Assert.Contains(measured, line => LeastPattern().Replace(line, "") == $"| {string.Join(" | ", row)} |"));
    }

    private static string[] Cells(string row) => [.. row.Split('|')[1..^1].Select(cell => cell.Trim())];

    private static string GeneratedFile(string name) =>
        Program.Value.Generated.GeneratedTrees.Single(tree => Path.GetFileName(tree.FilePath) == name).ToString();

    [GeneratedRegex(@"/// <code>\n(?<table>(/// .*\n)*?)/// </code>")]
    private static partial Regex DocumentationPattern();

    /// <summary>The least and the greatest behind a median.</summary>
    [GeneratedRegex(@" \([\d.]+ to [\d.]+\)")]
    private static partial Regex SpreadPattern();

    /// <summary>The least of a measurement behind its median.</summary>
    [GeneratedRegex(@" \(least [\d.]+\)")]
    private static partial Regex LeastPattern();
}
