using CnnGen.Generator.Analysis;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator;

/// <summary>What the Discover step finds.</summary>
/// <param name="Declaration">The network as declared.</param>
/// <param name="Rejections">What C# rejects of it, and what to write instead.</param>
internal sealed record DiscoveredNetwork(NetworkDeclaration Declaration, EquatableArray<Rejection> Rejections);

/// <summary>What the Build step makes of a declaration.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="Network">The network; null where there are errors.</param>
/// <param name="ErrorIds">The ids of the errors, each once, in order.</param>
/// <param name="Failure">What went wrong in CnnGen itself, null when nothing did.</param>
internal sealed record BuiltNetwork(NetworkDeclaration Declaration, Network? Network, EquatableArray<string> ErrorIds, string? Failure)
{
    public static BuiltNetwork Build(NetworkDeclaration declaration)
    {
        if (declaration.Failure is { } failure)
            return Failed(failure);
        try
        {
            var (network, errors) = NetworkRules.Check(declaration);
            var ids = errors.Where(error => !error.IsWarning).Select(error => error.Id).Distinct();
            return new(declaration, network, new(ids.OrderBy(id => id, StringComparer.Ordinal)), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Failed(NetworkFailure.Describe(exception, declaration));
        }

        BuiltNetwork Failed(string failure) => new(declaration, null, new([DiagnosticIds.InternalError]), failure);
    }
}

/// <summary>What the Emit step makes of a network.</summary>
/// <param name="Name">The class.</param>
/// <param name="Files">The generated files.</param>
/// <param name="Failure">What went wrong in CnnGen itself, null when nothing did.</param>
internal sealed record EmittedNetwork(string Name, EquatableArray<SourceFile> Files, string? Failure)
{
    public static EmittedNetwork Emit(
        BuiltNetwork built, GeneratorOptions options, NetworkWriter emit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var type = built.Declaration.Type;
        if (built.Network is not { } network)
            return new(type.Name, Broken(built.Declaration, built.ErrorIds), built.Failure);

        try
        {
            return new(type.Name, emit(network, options), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(type.Name, Broken(built.Declaration, new([DiagnosticIds.InternalError])),
                NetworkFailure.Describe(exception, built.Declaration));
        }
    }

    // A class that cannot have a second part gets none: that would only add errors of the compiler's to ours.
    private static EquatableArray<SourceFile> Broken(NetworkDeclaration declaration, EquatableArray<string> errorIds) =>
        declaration.CanBeExtended ? new([BrokenNetwork.Emit(declaration, errorIds)]) : EquatableArray<SourceFile>.Empty;
}
