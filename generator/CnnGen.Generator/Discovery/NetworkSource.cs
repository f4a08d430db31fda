using System.Collections.Immutable;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// A declaration together with the syntax it was read from. The generator keeps the declaration only; the analyzer also asks where an error is.
/// </summary>
internal sealed class NetworkSource
{
    private readonly TypeDeclarationSyntax _main;
    private readonly ImmutableArray<AttributeSource> _attributes;

    private NetworkSource(NetworkDeclaration declaration, TypeDeclarationSyntax main, ImmutableArray<AttributeSource> attributes) =>
        (Declaration, _main, _attributes) = (declaration, main, attributes);

    public NetworkDeclaration Declaration { get; }

    /// <summary>The declaration that holds the network: the one with the first <c>[Input]</c>, else with the first layer.</summary>
    public SyntaxNode MainDeclaration => _main;

    /// <summary>The attributes as they are in source: those of the declaration, in its order, then those that stand on other declarations of the class.</summary>
    public ImmutableArray<AttributeSource> Attributes => _attributes;

    /// <summary>Reads a class; null when no attribute of CnnGen is on it.</summary>
    public static NetworkSource? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var all = type.GetAttributes()
            .Select(data => AttributeSource.Read(data, cancellation))
            .Where(attribute => attribute is not null)
            .Select(attribute => attribute!)
            .ToImmutableArray();
        var known = all.Where(attribute => !attribute.IsUnresolved).ToList();
        var first = known.FirstOrDefault(attribute => attribute.Declaration.Kind == "Input") ?? known.FirstOrDefault();
        if (first is null)
            return null;

        var main = first.Owner;
        var own = all.Where(attribute => attribute.Owner == main).OrderBy(attribute => attribute.Syntax.SpanStart).ToImmutableArray();
        var strays = known.Where(attribute => attribute.Owner != main).ToImmutableArray();
        var problems = TypeReader.Problems(type, main, compilation, cancellation);
        problems.AddRange(strays.GroupBy(stray => stray.Owner).Select((group, _) => new NetworkError(
            DiagnosticIds.SeveralDeclarations,
            own.Length + strays.IndexOf(group.First()),
            Argument: null,
            new([group.First().Declaration.Kind, type.Name]))));
        var declaration = new NetworkDeclaration(TypeReader.Read(type, cancellation), new(own.Select(attribute => attribute.Declaration)))
        {
            Problems = new(problems),
            CanBeExtended = problems.All(problem => problem.Id is DiagnosticIds.SeveralDeclarations or DiagnosticIds.UnsafeBlocksOff),
        };
        return new(declaration, main, own.AddRange(strays));
    }

    /// <summary>The exact place of an error.</summary>
    public Location Locate(NetworkError error)
    {
        if (error.AttributeIndex != NetworkError.ClassName)
            return _attributes[error.AttributeIndex].Locate(error.Argument);
        var outer = _main.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == error.Argument);
        return (outer ?? _main).Identifier.GetLocation();
    }
}
