using CnnGen.Generator.Analysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator;

/// <summary>
/// Writes the other part of every class with <c>[Input]</c>. Four steps, each a pure function of a comparable value: Discover reads the
/// attributes, Name finds file names that no other network has and where weights are, Build infers shapes, Emit plans and writes. Errors of
/// the user are the analyzer's to report, but for what C# itself rejects; the code of a broken network throws. Whatever fails for one
/// network is reported for it, and leaves the others alone.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly NetworkReader _read = NetworkSource.Read;
    private readonly NetworkWriter _emit = static (network, options) => NetworkEmitter.Emit(
        Planner.Plan(network, options), network.IsInspectable ? Planner.Plan(Inspection.Of(network), options) : null);

    /// <summary>The generator as compilers make it.</summary>
    public NetworkGenerator()
    {
    }

    /// <summary>A generator with its own first or last stage, for tests.</summary>
    internal NetworkGenerator(NetworkReader? read = null, NetworkWriter? emit = null) => (_read, _emit) = (read ?? _read, emit ?? _emit);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (read, emit) = (_read, _emit);
        var discovered = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "CnnGen.InputAttribute",
                static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
                (match, cancellation) => Discover(match, read, cancellation))
            .Where(static network => network is not null)
            .Select(static (network, _) => network!);

        var declarations = discovered
            .Select(static (network, _) => network.Declaration)
            .WithTrackingName(TrackingNames.Discover);

        var rejections = discovered
            .SelectMany(static (network, _) => network.Rejections)
            .WithTrackingName(TrackingNames.Reject);

        var crowded = declarations
            .Select(static (declaration, _) => declaration.Type.FullName)
            .Collect()
            .Select(static (names, _) => GeneratedNames.Crowded(names));

        var embedded = context.AdditionalTextsProvider
            .SelectMany(static (text, cancellation) => WeightsFile.Read(text, cancellation))
            .Where(static file => file.IsEmbedded)
            .Select(static (file, _) => file.Name)
            .Collect()
            .Select(static (names, _) => new EquatableArray<string>(names));

        var named = declarations
            .Combine(crowded)
            .Combine(embedded)
            .Select(static (step, _) =>
            {
                var ((declaration, crowded), embedded) = step;
                return declaration.Named(isCrowded: crowded.Contains(declaration.Type.FullName)).WithWeightsIn(embedded);
            })
            .WithTrackingName(TrackingNames.Name);

        var built = named
            .Select(static (declaration, _) => BuiltNetwork.Build(declaration))
            .WithTrackingName(TrackingNames.Build);

        var options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => ReadOptions(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.Options);

        var emitted = built
            .Combine(options)
            .Select((pair, cancellation) => EmittedNetwork.Emit(pair.Left, pair.Right, emit, cancellation))
            .WithTrackingName(TrackingNames.Emit);

        var helpLinks = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => HelpLinks.Read(provider.GlobalOptions));
        context.RegisterSourceOutput(emitted.Combine(helpLinks), static (output, pair) => Add(output, pair.Left, pair.Right));

        // Where nothing is rejected, an edit finds nothing to do here.
        context.RegisterSourceOutput(rejections.Combine(helpLinks).Combine(context.CompilationProvider), static (output, step) =>
        {
            var ((rejection, help), compilation) = step;
            var descriptor = help.Open(DiagnosticDescriptors.Get(rejection.Id));
            output.ReportDiagnostic(Diagnostic.Create(descriptor, rejection.Place.In(compilation), [.. rejection.MessageArguments]));
        });
    }

    private static DiscoveredNetwork? Discover(GeneratorAttributeSyntaxContext match, NetworkReader read, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)match.TargetSymbol;
        try
        {
            var source = read(type, match.SemanticModel.Compilation, cancellation);
            // Where several declarations of one class have [Input], each is a match; the class is still written once.
            return source is not null && source.MainDeclaration == match.TargetNode
                ? new(source.Declaration, RejectedAttribute.ReadAll(source, match.SemanticModel.Compilation))
                : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(NetworkDeclaration.Failed(type.Name, exception), EquatableArray<Rejection>.Empty);
        }
    }

    private static void Add(SourceProductionContext output, EmittedNetwork network, HelpLinks help)
    {
        var failure = network.Failure;
        try
        {
            foreach (var file in network.Files)
                output.AddSource(file.HintName, file.Text);
        }
        catch (ArgumentException exception)
        {
            // The compiler takes no file of that name.
            failure ??= NetworkFailure.Describe(exception);
        }

        if (failure is not null)
        {
            output.ReportDiagnostic(
                Diagnostic.Create(help.Open(DiagnosticDescriptors.InternalError), Location.None, network.Name, failure));
        }
    }

    private static GeneratorOptions ReadOptions(Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptions options)
    {
        options.TryGetValue(GeneratorOptions.InstructionSetsProperty, out var instructionSets);
        options.TryGetValue(GeneratorOptions.RunsLayersProperty, out var runsLayers);
        return GeneratorOptions.Parse(instructionSets, runsLayers);
    }
}

/// <summary>Reads a class: <see cref="NetworkSource.Read"/>.</summary>
internal delegate NetworkSource? NetworkReader(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation);

/// <summary>Writes the files of a network.</summary>
internal delegate EquatableArray<SourceFile> NetworkWriter(Network network, GeneratorOptions options);
