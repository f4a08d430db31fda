using System.Collections.Immutable;
using System.Reflection;
using CnnGen.Generator.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Tests.Support;

/// <summary>Compiles programs against the library, and runs analyzer and generator over them.</summary>
internal static class Compiler
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    public const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using CnnGen;";

    public static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path) is "CnnGen.dll" or "CnnGen.Images.dll" or "netstandard.dll"
                    || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A library of the given files, beside global usings as the SDK's.</summary>
    public static CSharpCompilation Create(bool allowUnsafe, params string[] sources) => CSharpCompilation.Create(
        "Networks",
        sources.Prepend(GlobalUsings).Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{index}.cs")),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Create(params string[] sources) => Create(allowUnsafe: true, sources);

    /// <summary>The analyzer's diagnostics that no pragma suppresses, in source order.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, TestOptions? options = null)
    {
        var withAnalyzers = compilation.WithAnalyzers(
            [new NetworkAnalyzer()],
            new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty, options ?? new TestOptions()));
        var diagnostics = await withAnalyzers.GetAnalyzerDiagnosticsAsync();
        return InOrder(diagnostics);
    }

    /// <summary>As <see cref="AnalyzeAsync"/>, and what the generator reports beside what C# rejects.</summary>
    public static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Compilation compilation, TestOptions? options = null) =>
        InOrder([.. await AnalyzeAsync(compilation, options), .. Generate(compilation, options).Result.Diagnostics]);

    /// <summary>By file and place.</summary>
    public static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start)
            .ThenBy(d => d.Id)];

    /// <summary>Runs the generator; the result's compilation has the generated files in it.</summary>
    public static (GeneratorDriverRunResult Result, Compilation Compilation) Generate(
        Compilation compilation, TestOptions? options = null, NetworkGenerator? generator = null)
    {
        var driver = Driver(generator, options).RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _);
        return (driver.GetRunResult(), updated);
    }

    public static GeneratorDriver Driver(NetworkGenerator? generator = null, TestOptions? options = null) => CSharpGeneratorDriver.Create(
        [(generator ?? new NetworkGenerator()).AsSourceGenerator()],
        parseOptions: ParseOptions,
        optionsProvider: options ?? new TestOptions(),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Compiles a project that must have neither errors nor warnings, of whomever, and loads it.</summary>
    public static async Task<Assembly> LoadAsync(CSharpCompilation project, string instructionSets = "Vector128,Scalar")
    {
        var options = new TestOptions(instructionSets);
        var (result, compilation) = Generate(project, options);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Complaints(compilation));
        Assert.Empty(await AnalyzeAsync(compilation, options));
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return Assembly.Load(image.ToArray());
    }

    /// <summary>Errors and warnings of the compiler itself.</summary>
    public static IEnumerable<Diagnostic> Complaints(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
}
