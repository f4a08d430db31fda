using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator;

/// <summary>
/// Writes the other part of every class with <c>[Input]</c>. Three steps, each a pure function of a comparable value: Discover reads the attributes, Build infers
/// shapes, Emit plans and writes. Errors of the user are the analyzer's to report, but for what C# itself rejects; the code of a broken network throws.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly Func<Network, GeneratorOptions, EquatableArray<SourceFile>> _emit;

    /// <summary>The generator as compilers make it.</summary>
    public NetworkGenerator()
        : this((network, options) => NetworkEmitter.Emit(Planner.Plan(network, options)))
    {
    }

    /// <summary>A generator with its own last stage, for tests.</summary>
    internal NetworkGenerator(Func<Network, GeneratorOptions, EquatableArray<SourceFile>> emit) => _emit = emit;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var discovered = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "CnnGen.InputAttribute",
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                static (match, cancellation) => Discover(match, cancellation))
            .Where(static network => network is not null)
            .Select(static (network, _) => network!);

        var declarations = discovered
            .Select(static (network, _) => network.Declaration)
            .WithTrackingName(TrackingNames.Discover);

        var rejections = discovered
            .SelectMany(static (network, _) => network.Rejections)
            .WithTrackingName(TrackingNames.Reject);

        var built = declarations
            .Select(static (declaration, _) => BuiltNetwork.Build(declaration))
            .WithTrackingName(TrackingNames.Build);

        var options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => ReadOptions(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.Options);

        var emit = _emit;
        var emitted = built
            .Combine(options)
            .Select((pair, cancellation) => EmittedNetwork.Emit(pair.Left, pair.Right, emit, cancellation))
            .WithTrackingName(TrackingNames.Emit);

        // Where nothing is rejected, an edit finds nothing to do here.
        context.RegisterSourceOutput(rejections.Combine(context.CompilationProvider), static (output, pair) => output.ReportDiagnostic(
            Diagnostic.Create(DiagnosticDescriptors.Get(pair.Left.Id), pair.Left.Place.In(pair.Right), [.. pair.Left.MessageArguments])));

        context.RegisterSourceOutput(emitted, static (output, network) =>
        {
            foreach (var file in network.Files)
                output.AddSource(file.HintName, file.Text);
            if (network.Failure is { } failure)
                output.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InternalError, Location.None, network.Name, failure));
        });
    }

    private static DiscoveredNetwork? Discover(GeneratorAttributeSyntaxContext match, CancellationToken cancellation)
    {
        var source = NetworkSource.Read((INamedTypeSymbol)match.TargetSymbol, match.SemanticModel.Compilation, cancellation);
        // Where several declarations of one class have [Input], each is a match; the class is still written once.
        return source is not null && source.MainDeclaration == match.TargetNode
            ? new(source.Declaration, RejectedAttribute.ReadAll(source, match.SemanticModel.Compilation))
            : null;
    }

    private static GeneratorOptions ReadOptions(Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptions options)
    {
        options.TryGetValue(GeneratorOptions.InstructionSetsProperty, out var instructionSets);
        return GeneratorOptions.Parse(instructionSets);
    }
}
