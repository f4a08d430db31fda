using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// The pages for users. All C# on a page is one program: it compiles without warnings, runs, and prints what the page says. It runs in a
/// folder with Fashion-MNIST's subset, the weights of the small sample, and a few pictures.
/// </summary>
public class UserPageTests
{
    /// <summary>Blocks that are not part of their page's program, and the tests that know them.</summary>
    private static readonly Dictionary<string, string> TestedElsewhere =
        new()
        {
            ["deployment-program"] = "DeploymentSectionTests",
            ["deployment-weights"] = "WeightsTests",
            ["imported"] = "ImportPageTests",
            ["from-keras-program"] = "FromKerasTests",
            ["server"] = "ServingPageTests",
            ["server-prediction"] = "ServingPageTests",
        };

    /// <summary>
    /// Pages whose programs need files that others publish: they are compiled here, and PretrainedSampleTests run the sample that does the
    /// same.
    /// </summary>
    private static readonly string[] NotRun = ["docs/pretrained.md"];

    public static TheoryData<string> Pages => new(PagesWithCode());

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ThePageIsAProgramThatPrintsWhatItSays(string page)
    {
        var document = new Document(page);
        var blocks = Blocks(document).ToList();
        Assert.DoesNotContain(null, blocks);
        var program = PageProgram.Of(document, blocks.OfType<string>());
        Assert.Empty(await program.ComplaintsAsync());
        if (program.HasStatements && !NotRun.Contains(page))
            AssertPrintsWhatThePageSays(program, document);
    }

    [Fact]
    public void PagesWithCodeAreFound() =>
        Assert.Subset(PagesWithCode().ToHashSet(), new HashSet<string> { "docs/data.md", "docs/training.md", "docs/predicting.md" });

    private static void AssertPrintsWhatThePageSays(PageProgram program, Document document)
    {
        using var folder = new TemporaryFolder();
        Furnish(folder);
        var run = program.Run(folder.Path);
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, run.Text);
        if (run.Output.Length > 0 || document.HasBlock("output"))
            document.VerifyBlock("output", run.Output.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<string> PagesWithCode() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")
            .Select(path => $"docs/{Path.GetFileName(path)}")
            .Append("src/CnnGen.Images/README.md")
            .Where(page => Blocks(new Document(page)).Any())
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string?> Blocks(Document page) =>
        page.CSharpBlocks().Where(name => name is null || !TestedElsewhere.ContainsKey(name));

    private static void Furnish(TemporaryFolder folder)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples", "FashionMnist", "data"), "*.gz"))
            File.Copy(file, folder[Path.GetFileName(file)]);
        File.Copy(Repository.PathOf("samples", "TinyAot", "tiny.safetensors"), folder["tiny.safetensors"]);
        var picture = Png.Grey(12, 9, [.. Enumerable.Range(0, 12 * 9).Select(i => (byte)(2 * i))]);
        folder.Write("shoe.png", picture);
        foreach (var name in new[] { "circle/1.png", "circle/2.png", "square/1.png", "square/2.png", "square/3.png", "square/4.png" })
        {
            Directory.CreateDirectory(folder[Path.Combine("pictures", Path.GetDirectoryName(name)!)]);
            folder.Write(Path.Combine("pictures", name), picture);
        }
    }
}
