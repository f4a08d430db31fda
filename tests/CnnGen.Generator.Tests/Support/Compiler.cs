using System.Collections.Immutable;
using System.Reflection;
using CnnGen.Generator.Analysis;
using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace CnnGen.Generator.Tests.Support;

/// <summary>Compiles programs against the library, and runs analyzer and generator over them.</summary>
internal static class Compiler
{
    public const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using CnnGen;";

    /// <summary>What a user's project has: the framework and all libraries.</summary>
    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. InMemoryCompiler.References,
        MetadataReference.CreateFromFile(typeof(Visualization.HeatMap).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Charts.LearningCurves).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Distributed.Cluster).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Images.ImageFile).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Import.NetworkImport).Assembly.Location),
    ];

    /// <summary>A library of the given files, beside global usings as the SDK's.</summary>
    public static CSharpCompilation Create(bool allowUnsafe, params string[] sources) => InMemoryCompiler.Create(
        "Networks",
        sources.Prepend(GlobalUsings).Select((source, index) => InMemoryCompiler.Parse(source, $"File{index}.cs")),
        allowUnsafe: allowUnsafe).WithReferences(References);

    public static CSharpCompilation Create(params string[] sources) => Create(allowUnsafe: true, sources);

    /// <summary>
    /// The analyzer's diagnostics that no pragma suppresses, in source order: errors and warnings, and suggestions where they are asked
    /// for.
    /// </summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(
        Compilation compilation, TestOptions? options = null, bool suggestions = false)
    {
        options ??= new TestOptions();
        var withAnalyzers = compilation.WithAnalyzers([new NetworkAnalyzer()], new AnalyzerOptions(options.Texts, options));
        var diagnostics = await withAnalyzers.GetAnalyzerDiagnosticsAsync();
        return InOrder(diagnostics.Where(diagnostic => suggestions || diagnostic.Severity > DiagnosticSeverity.Info));
    }

    /// <summary>As <see cref="AnalyzeAsync"/>, and what the generator reports beside what C# rejects.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(
        Compilation compilation, TestOptions? options = null, bool suggestions = false) =>
        InOrder([.. await AnalyzeAsync(compilation, options, suggestions), .. Generate(compilation, options).Result.Diagnostics]);

    /// <summary>By file and place.</summary>
    public static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start)
            .ThenBy(d => d.Id)];

    /// <summary>
    /// Runs the generator; the result's compilation has the generated files in it. Whatever the project, a second run over the same text
    /// must find everything done.
    /// </summary>
    public static (GeneratorDriverRunResult Result, Compilation Compilation) Generate(
        Compilation compilation, TestOptions? options = null, NetworkGenerator? generator = null)
    {
        var driver = Driver(generator, options).RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        AssertNothingIsDoneAgain(driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single());
        return (driver.GetRunResult(), updated);
    }

    /// <summary>
    /// Every step of a run, and every file that came of it, was taken from the run before. Only what C# itself rejects is told again, at a
    /// place of the new compilation.
    /// </summary>
    public static void AssertNothingIsDoneAgain(GeneratorRunResult run)
    {
        foreach (var (step, runs) in run.TrackedSteps.Where(step => IsOurs(step.Key)))
        {
            Assert.All(runs.SelectMany(each => each.Outputs), output =>
                Assert.True(output.Reason is Cached or Unchanged, $"{step}: {output.Reason}"));
        }

        var rejections = run.TrackedSteps.GetValueOrDefault(TrackingNames.Reject, []).Sum(each => each.Outputs.Length);
        var outputs = run.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(each => each.Outputs);
        Assert.All(outputs.SkipLast(rejections), output => Assert.Equal(Cached, output.Reason));
    }

    /// <summary>Whether a step is the generator's, not one of the compiler's own.</summary>
    public static bool IsOurs(string step) =>
        step is TrackingNames.Discover or TrackingNames.Reject or TrackingNames.Name or TrackingNames.Build
        or TrackingNames.Options or TrackingNames.Emit;

    public static GeneratorDriver Driver(NetworkGenerator? generator = null, TestOptions? options = null) => CSharpGeneratorDriver.Create(
        [(generator ?? new NetworkGenerator()).AsSourceGenerator()],
        parseOptions: InMemoryCompiler.ParseOptions,
        optionsProvider: options ?? new TestOptions(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Compiles a project that must have neither errors nor warnings, of whomever, and loads it.</summary>
    public static async Task<Assembly> LoadAsync(CSharpCompilation project, string instructionSets = "Vector128,Scalar")
    {
        var options = new TestOptions(instructionSets);
        var (result, compilation) = Generate(project, options);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(await AnalyzeAsync(compilation, options));
        return Assembly.Load(InMemoryCompiler.Emit(compilation));
    }

    /// <summary>Errors and warnings of the compiler itself.</summary>
    public static IEnumerable<Diagnostic> Complaints(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
}
