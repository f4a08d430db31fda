using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The front page shows what happens: its code compiles, its errors are the analyzer's, its kernel the generator's.</summary>
public partial class ReadmeTests
{
    private const string Kernel = "Conv2D_14x14x128_3x3x128_Relu_F4x4";

    // The one of deployment is run, not only compiled, by DeploymentSectionTests.
    private static readonly string[] Tested = ["network", "program", "wrong-network", "kernel", "deployment-program", "augmentation"];

    // The network is large, so it is generated once for all tests.
    private static readonly Lazy<(GeneratorDriverRunResult Result, Compilation Compilation)> Generated = new(() =>
    {
        var readme = new Document("README.md");
        return Compiler.Generate(Compiler.Create(readme.Block("network"), AsMethod(readme.Block("program") + readme.Block("augmentation"))));
    });

    private readonly Document _readme = new("README.md");

    [Fact]
    public void EveryCSharpBlockIsTested() => Assert.Equal(Tested, _readme.CSharpBlocks());

    [Fact]
    public async Task TheProgramCompilesWithoutWarnings()
    {
        var (result, compilation) = Generated.Value;
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Empty(await Compiler.AnalyzeAsync(Compiler.Create(_readme.Block("network"))));
    }

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
        _readme.VerifyBlock("errors", string.Concat(diagnostics.Select(Printed)));

        static string Printed(Diagnostic diagnostic)
        {
            var place = diagnostic.Location.GetLineSpan().StartLinePosition;
            return $"Digits.cs({place.Line + 1},{place.Character + 1}): error {diagnostic.Id}: {diagnostic.GetMessage()}\n";
        }
    }

    [Fact]
    public void TheKernelIsTheGenerators()
    {
        var file = GeneratedFile("FashionCnn.Avx512.g.cs");
        var products = $"{Kernel}_Products";
        var tile = KernelExcerpt.Calls(file, KernelExcerpt.Method(file, products)!).First(name => name != products);
        string[] shown = [Kernel, products, tile];
        _readme.VerifyBlock("kernel", string.Join('\n', shown.Select(name => KernelExcerpt.Shorten(KernelExcerpt.Method(file, name)!))));
    }

    [Fact]
    public void TheLayersOfTheClassAreItsDocumentation()
    {
        var table = DocumentationPattern().Match(GeneratedFile("FashionCnn.g.cs")).Groups["table"].Value;
        _readme.VerifyBlock("summary", table.Replace("/// ", "").Replace("&gt;", ">"));
    }

    [Fact]
    public void ProjectsInCommandsExist() =>
        Assert.All(ProjectPattern().Matches(_readme.Text), match => Assert.True(
            Directory.EnumerateFiles(Repository.PathOf(match.Groups["path"].Value), "*.csproj").Any(), match.Value));

    private static string GeneratedFile(string name) =>
        Generated.Value.Result.GeneratedTrees.Single(tree => Path.GetFileName(tree.FilePath) == name).ToString();

    /// <summary>Statements as the body of a method, below their usings.</summary>
    private static string AsMethod(string program)
    {
        var lines = program.Split('\n');
        var body = lines.SkipWhile(line => UsingPattern().IsMatch(line));
        return $$"""
            {{string.Join('\n', lines.TakeWhile(line => UsingPattern().IsMatch(line)))}}
            static class Program
            {
                static void Main()
                {
            {{string.Join('\n', body)}}
                }
            }
            """;
    }

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"/// <code>\n(?<table>(/// .*\n)*?)/// </code>")]
    private static partial Regex DocumentationPattern();

    [GeneratedRegex(@"--project (?<path>[\w/.]+)")]
    private static partial Regex ProjectPattern();
}
