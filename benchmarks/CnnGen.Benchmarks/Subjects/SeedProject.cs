using CnnGen.Generator;
using CnnGen.Generator.Analysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Benchmarks;

/// <summary>
/// A user's project with the network of these benchmarks and one file besides, as an editor holds it; and the generator that runs over
/// it.
/// </summary>
internal sealed class SeedProject
{
    private const string Declaration = "[Conv2D(128)] [Conv2D(128)] [MaxPool2D(2)]";
    private const string EditedDeclaration = "[Conv2D(128)] [Conv2D(96)] [MaxPool2D(2)]";
    private const string BrokenDeclaration = "[Conv2D(128)] [Conv2D(128)] [MaxPool2D(20)]";

    private readonly CSharpCompilation _compilation;
    private readonly SyntaxTree _network;
    private readonly SyntaxTree _other;
    private readonly string _networkText;
    private readonly GeneratorDriver _warm;
    private readonly Compilation _compilationWithGenerated;
    private int _keystrokes;

    /// <summary>Reads the project and runs the generator over it once.</summary>
    /// <exception cref="InvalidOperationException">The generator reported something or wrote nothing.</exception>
    public SeedProject()
    {
        using var stream = new StreamReader(typeof(SeedProject).Assembly.GetManifestResourceStream("FashionCnn.cs")!);
        _networkText = stream.ReadToEnd();
        _network = InMemoryCompiler.Parse(_networkText, "FashionCnn.cs");
        _other = InMemoryCompiler.Parse(OtherText(0), "Other.cs");
        _compilation = InMemoryCompiler.Create("Seed", [_network, _other]);
        _warm = Generate();
        GeneratedTexts = [.. Result(_warm).GeneratedTrees.Select(tree => tree.GetText().ToString())];
        if (GeneratedTexts.Count == 0 || !Result(_warm).Diagnostics.IsEmpty)
        {
            throw new InvalidOperationException(
                $"{GeneratedTexts.Count} files generated; reported: {string.Join("; ", Result(_warm).Diagnostics)}");
        }

        _compilationWithGenerated = _compilation.AddSyntaxTrees(Result(_warm).GeneratedTrees);
    }

    /// <summary>The files that the generator wrote.</summary>
    public IReadOnlyList<string> GeneratedTexts { get; }

    /// <summary>A new generator over a project it has not seen: what a build does.</summary>
    public GeneratorDriver Generate() =>
        NewDriver().RunGenerators(_compilation.ReplaceSyntaxTree(_network, InMemoryCompiler.Parse(_networkText, "FashionCnn.cs")));

    /// <summary>What follows a keystroke in the other file.</summary>
    public GeneratorDriver AfterUnrelatedKeystroke() =>
        _warm.RunGenerators(_compilation.ReplaceSyntaxTree(_other, InMemoryCompiler.Parse(OtherText(++_keystrokes), "Other.cs")));

    /// <summary>What follows an edit of one layer.</summary>
    public GeneratorDriver AfterLayerEdit() =>
        _warm.RunGenerators(_compilation.ReplaceSyntaxTree(_network, ParseEdited(EditedDeclaration)));

    /// <summary>What follows an edit that makes a window too large, up to its error: reading the file, and the analyzer on it.</summary>
    /// <exception cref="InvalidOperationException">The error was not found.</exception>
    public void AnalyzeBreakingEdit()
    {
        var tree = ParseEdited(BrokenDeclaration);
        Analyze(_compilationWithGenerated.ReplaceSyntaxTree(_network, tree), tree);
    }

    /// <summary>The same with the generator run between the two, by an editor that does not put it off.</summary>
    /// <exception cref="InvalidOperationException">The error was not found.</exception>
    public void GenerateAndAnalyzeBreakingEdit()
    {
        var tree = ParseEdited(BrokenDeclaration);
        _warm.RunGeneratorsAndUpdateCompilation(_compilation.ReplaceSyntaxTree(_network, tree), out var compilation, out _);
        Analyze(compilation, tree);
    }

    /// <summary>Compiles the project with the generated files, from text to an assembly in memory.</summary>
    /// <exception cref="InvalidOperationException">They do not compile.</exception>
    public void CompileGenerated() => InMemoryCompiler.Emit(_compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
        [_network, _other, .. GeneratedTexts.Select((text, i) => InMemoryCompiler.Parse(text, $"{i}.g.cs"))]));

    private SyntaxTree ParseEdited(string declaration) =>
        InMemoryCompiler.Parse(_networkText.Replace(Declaration, declaration, StringComparison.Ordinal), "FashionCnn.cs");

    /// <summary>Asks for the errors of one file, as an editor does for the one that is open.</summary>
    private static void Analyze(Compilation compilation, SyntaxTree tree)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var analysis = compilation.WithAnalyzers([new NetworkAnalyzer()], options)
            .GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
        if (analysis.GetAwaiter().GetResult() is not [{ Id: DiagnosticIds.WindowTooLarge }])
            throw new InvalidOperationException("The error that was put in was not found, or others were.");
    }

    private static GeneratorDriverRunResult Result(GeneratorDriver driver) => driver.GetRunResult();

    private static GeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: InMemoryCompiler.ParseOptions);

    private static string OtherText(int number) => $"internal static class Other {{ public static int Number => {number}; }}";
}
