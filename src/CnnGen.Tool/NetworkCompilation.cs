using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;
using CnnGen.Generator;
using CnnGen.Generator.Analysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Import;
using CnnGen.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Tool;

/// <summary>Networks that are compiled in memory as a build does it, for this machine's best instruction set.</summary>
internal static class NetworkCompilation
{
    // What the SDK adds to a project, and a class may rely on.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        """;

    private static CSharpParseOptions Parsing => CSharpParseOptions.Default;

    /// <summary>Compiles an imported network and loads its weights.</summary>
    /// <param name="imported">The network.</param>
    /// <exception cref="InvalidDataException">The class has errors; all of them are listed.</exception>
    public static INetwork Create(ImportedNetwork imported)
    {
        var network = NewNetwork(Compile(imported.Source, $"{imported.ClassName}.cs").Single());
        using var weights = new MemoryStream();
        imported.SaveWeights(weights);
        weights.Position = 0;
        network.Load(weights);
        return network;
    }

    /// <summary>A network with the weights that its layers begin with.</summary>
    /// <param name="type">Its class.</param>
    public static INetwork NewNetwork(Type type)
    {
        var constructor = type.GetConstructors().MinBy(each => each.GetParameters().Length)!;
        return (INetwork)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    /// <summary>Compiles a source file.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <returns>The networks in it.</returns>
    /// <exception cref="InvalidDataException">It has errors; all of them are listed.</exception>
    public static IReadOnlyList<Type> Compile(string source, string path)
    {
        // The files that networks name are not at hand; whoever asks gives them weights.
        var (compilation, options) = Analyze(WithoutWeights(CSharpSyntaxTree.ParseText(source, Parsing, path)), path);
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Parsing, optionsProvider: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics);
        Check(path, diagnostics);
        using var image = new MemoryStream();
        Check(path, generated.Emit(image).Diagnostics);
        image.Position = 0;
        var assembly = new AssemblyLoadContext(compilation.AssemblyName).LoadFromStream(image);
        return [.. assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(INetwork)) && !type.IsAbstract)];
    }

    /// <summary>A network of a source file with all its shapes, without code for it.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="className">The name of its class; null where there is one alone.</param>
    /// <exception cref="InvalidDataException">It has errors, all of which are listed; or there is no such network.</exception>
    public static Network Graph(string source, string path, string? className) =>
        Single(Graphs(source, path), network => network.Type.Name, className, path);

    /// <summary>All networks of a source file, with all their shapes.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="InvalidDataException">It has errors; all of them are listed.</exception>
    public static IReadOnlyList<Network> Graphs(string source, string path)
    {
        var (compilation, _) = Analyze(CSharpSyntaxTree.ParseText(source, Parsing, path), path);
        var tree = compilation.SyntaxTrees[0];
        var model = compilation.GetSemanticModel(tree);
        var networks = tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Select(declaration => model.GetDeclaredSymbol(declaration)).OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Select(type => NetworkSource.Read(type, compilation, CancellationToken.None)).OfType<NetworkSource>()
            .Select(read => NetworkRules.Check(read.Declaration).Network).ToList();
        // What C# itself rejects, it says when the network is compiled.
        if (networks.Contains(null))
            Compile(source, path);
        return [.. networks.OfType<Network>()];
    }

    /// <summary>The one that is meant of several networks.</summary>
    /// <param name="found">All networks of a file.</param>
    /// <param name="nameOf">The name of each.</param>
    /// <param name="className">The name of its class; null where there is one alone.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">There is none, or several.</exception>
    public static T Single<T>(IReadOnlyList<T> found, Func<T, string> nameOf, string? className, string path)
    {
        if (found.Where(each => className is null || nameOf(each) == className).ToList() is [var only])
            return only;
        var wanted = className is null ? "one network" : $"a network named {className}";
        var there = found.Count == 0 ? "none" : string.Join(", ", found.Select(nameOf));
        throw new InvalidDataException($"{path} must have {wanted}, which --class says, but has {there}");
    }

    /// <summary>A source file without <c>[Weights]</c>.</summary>
    private static SyntaxTree WithoutWeights(SyntaxTree tree)
    {
        var root = tree.GetRoot();
        var named = root.DescendantNodes().OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString().Split('.', ':')[^1] is "Weights" or nameof(WeightsAttribute))
            .Select(attribute => attribute.Parent is AttributeListSyntax { Attributes.Count: 1 } list ? (SyntaxNode)list : attribute);
        return tree.WithRootAndOptions(root.RemoveNodes(named, SyntaxRemoveOptions.KeepExteriorTrivia)!, tree.Options);
    }

    /// <summary>Compiles a source file, and lets the analyzer say what is wrong with its networks: the generator is silent then.</summary>
    private static (CSharpCompilation Compilation, BuildOptions Options) Analyze(SyntaxTree tree, string path)
    {
        var compilation = CSharpCompilation.Create(
            $"Networks_{Path.GetFileNameWithoutExtension(path)}", [tree, CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing)], References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        var options = new BuildOptions(InstructionSets.Best);
        var analysis = compilation.WithAnalyzers([new NetworkAnalyzer()], new AnalyzerOptions([], options));
        // The build finds the files of weights; here whoever asks has found them.
        Check(path, [.. analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(each => each.Id != DiagnosticIds.WeightsNotFound)]);
        return (compilation, options);
    }

    /// <summary>The framework that runs, and the library beside the tool.</summary>
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(INetwork).Assembly.Location).Distinct().Select(path => MetadataReference.CreateFromFile(path));

    private static void Check(string path, ImmutableArray<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidDataException($"{path} does not compile:\n{string.Join('\n', errors)}");
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
