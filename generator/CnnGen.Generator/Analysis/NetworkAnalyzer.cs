using System.Collections.Immutable;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Analysis;

/// <summary>
/// Reports what keeps a class from being a network, at the exact argument. The generator runs the same inference and stays silent, so that
/// errors have real places in source and <c>#pragma</c> works.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. DiagnosticDescriptors.All.Where(descriptor => !DiagnosticDescriptors.OfGenerator.Contains(descriptor))];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A broken network in code that a tool wrote would otherwise first be heard of at run time.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterCompilationAction(AnalyzeOptions);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (NetworkSource.Read((INamedTypeSymbol)context.Symbol, context.Compilation, context.CancellationToken) is not { } source)
            return;
        var help = HelpLinks.Read(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions);
        foreach (var (constructor, place) in OwnConstructors.WithoutCall(
            source, (INamedTypeSymbol)context.Symbol, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                help.Open(DiagnosticDescriptors.ConstructorWithoutThis), place, context.Symbol.Name, OwnConstructors.CallFor(constructor)));
        }

        // A square window is one argument that sets two properties, and a block may be used many times: one mistake, one error.
        var reported = new HashSet<(string Id, Location Location)>();
        var clash = ExportPrefixes.Check(source, context.Compilation, context.CancellationToken);
        var (network, errors) = NetworkRules.Check(source.Declaration);
        foreach (var error in errors.Concat(NetworkRules.Warnings(network, source.Declaration)).Concat(clash is null ? [] : [clash]))
        {
            var location = source.Locate(error);
            if (reported.Add((error.Id, location)))
                Report(error, location);
        }

        // All at one attribute, each of another layer.
        foreach (var error in WeightRules.Check(
            network, source.Declaration, () => WeightsFile.Read(context.Options.AdditionalFiles, context.CancellationToken)))
        {
            Report(error, source.Locate(error));
        }

        void Report(NetworkError error, Location location) => context.ReportDiagnostic(Diagnostic.Create(
            help.Open(DiagnosticDescriptors.Get(error.Id), source.Within(error)), location, FitProperties.Write(error.Fits),
            [.. error.MessageArguments]));
    }

    private static void AnalyzeOptions(CompilationAnalysisContext context)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        options.TryGetValue(GeneratorOptions.InstructionSetsProperty, out var property);
        var descriptor = HelpLinks.Read(options).Open(DiagnosticDescriptors.UnknownInstructionSet);
        var known = LayerReader.Choice([.. Target.All.Select(target => target.Name)]);
        foreach (var name in GeneratorOptions.UnknownNames(property))
            context.ReportDiagnostic(Diagnostic.Create(descriptor, Location.None, name, known));
    }
}
