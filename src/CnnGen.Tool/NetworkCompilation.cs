using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;
using CnnGen.Generator;
using CnnGen.Generator.Analysis;
using CnnGen.Import;
using CnnGen.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Tool;

/// <summary>An imported network, compiled in memory as a build does it, for this machine's best instruction set.</summary>
internal static class NetworkCompilation
{
    /// <summary>Compiles a network and loads its weights.</summary>
    /// <param name="imported">The network.</param>
    /// <exception cref="InvalidDataException">The class has errors; all of them are listed.</exception>
    public static INetwork Create(ImportedNetwork imported)
    {
        var parsing = CSharpParseOptions.Default;
        var source = CSharpSyntaxTree.ParseText(imported.Source, parsing, $"{imported.ClassName}.cs");
        var compilation = CSharpCompilation.Create($"Networks_{imported.ClassName}", [source], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var options = new BuildOptions(InstructionSets.Best);
        // The analyzer knows what is wrong with a network, and the generator is silent then.
        var analysis = compilation.WithAnalyzers([new NetworkAnalyzer()], new AnalyzerOptions([], options));
        Check(imported, analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parsing, optionsProvider: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        Check(imported, diagnostics);
        using var image = new MemoryStream();
        Check(imported, generated.Emit(image).Diagnostics);
        image.Position = 0;
        var assembly = new AssemblyLoadContext(compilation.AssemblyName).LoadFromStream(image);
        return Load(assembly.GetTypes().Single(type => type.IsAssignableTo(typeof(INetwork))), imported);
    }

    private static INetwork Load(Type type, ImportedNetwork imported)
    {
        var constructor = type.GetConstructors().MinBy(each => each.GetParameters().Length)!;
        var network = (INetwork)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        using var weights = new MemoryStream();
        imported.SaveWeights(weights);
        weights.Position = 0;
        network.Load(weights);
        return network;
    }

    /// <summary>The framework that runs, and the library beside the tool.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(INetwork).Assembly.Location).Distinct().Select(path => MetadataReference.CreateFromFile(path));

    private static void Check(ImportedNetwork imported, ImmutableArray<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidDataException($"{imported.ClassName} does not compile:\n{string.Join('\n', errors)}");
    }

    /// <summary>What a project's build says to the generator.</summary>
    private sealed class BuildOptions(InstructionSet instructionSet) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties($"{instructionSet}");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Properties(string instructionSets) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = key == "build_property.CnnGenInstructionSets" ? instructionSets : null;
                return value is not null;
            }
        }
    }
}
