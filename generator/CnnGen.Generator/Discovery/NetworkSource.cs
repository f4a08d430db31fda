using System.Collections.Immutable;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning.Plans;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>
/// A declaration together with the syntax it was read from. The generator keeps the declaration only; the analyzer also asks where an error
/// is.
/// </summary>
internal sealed class NetworkSource
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    private readonly TypeDeclarationSyntax _main;
    private readonly ImmutableArray<AttributeSource> _attributes;
    private readonly AttributeSource? _export;
    private readonly AttributeSource? _weights;
    private readonly ImmutableArray<MemberClash> _clashes;

    private NetworkSource(
        NetworkDeclaration declaration,
        TypeDeclarationSyntax main,
        ImmutableArray<AttributeSource> attributes,
        AttributeSource? export,
        AttributeSource? weights,
        ImmutableArray<MemberClash> clashes) =>
        (Declaration, _main, _attributes, _export, _weights, _clashes) = (declaration, main, attributes, export, weights, clashes);

    public NetworkDeclaration Declaration { get; }

    /// <summary>The declaration that holds the network: the one with the first <c>[Input]</c>, else with the first layer.</summary>
    public SyntaxNode MainDeclaration => _main;

    /// <summary>
    /// The attributes of layers as they are in source: those of the declaration, in its order, then those that stand on other declarations
    /// of the class.
    /// </summary>
    public ImmutableArray<AttributeSource> Attributes => _attributes;

    /// <summary>Reads a class; null when no attribute of CnnGen is on it.</summary>
    public static NetworkSource? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var all = type.GetAttributes()
            .Select(data => AttributeSource.Read(data, compilation, cancellation))
            .Where(attribute => attribute is not null)
            .Select(attribute => attribute!)
            .ToImmutableArray();
        // No layers: they have no place in their order, and may stand on any declaration.
        var export = all.FirstOrDefault(attribute => attribute.Declaration.Kind == ExportDeclaration.Kind);
        var weights = all.FirstOrDefault(attribute => attribute.Declaration.Kind == WeightsDeclaration.Kind);
        var inspectable = all.FirstOrDefault(attribute => attribute.Declaration.Kind == InspectableDeclaration.Kind);
        var known = all.Where(attribute => !attribute.IsUnresolved && IsOfLayers(attribute)).ToList();
        var first = known.FirstOrDefault(attribute => attribute.Declaration.Kind == "Input") ?? known.FirstOrDefault()
            ?? export ?? weights ?? inspectable;
        // A block is read where it is used.
        if (first is null || (BlockReader.IsBlock(type) && first.Declaration.Kind != "Input"))
            return null;

        var main = first.Owner;
        var expanded = BlockReader.Expand(
            all.Where(attribute => attribute.Owner == main && IsOfLayers(attribute)).OrderBy(attribute => attribute.Syntax.SpanStart),
            compilation, cancellation);
        var own = expanded.Sources.ToImmutableArray();
        var strays = known.Where(attribute => attribute.Owner != main).ToImmutableArray();
        var problems = TypeReader.Problems(type, main, compilation, cancellation);
        var isLikeABlock = IsLikeABlock(type, known);
        // A block need not be what a network is.
        if (isLikeABlock)
            problems.Clear();
        problems.AddRange(expanded.Errors.Where(error => !isLikeABlock || error.Id != DiagnosticIds.NotInABlock));
        if (BlockReader.IsBlock(type))
            problems.Add(new(DiagnosticIds.NetworkAndBlock, own.IndexOf(first), Argument: null, new([type.Name])));
        if (export is not null && type.IsAbstract && !type.IsStatic)
            problems.Add(new(DiagnosticIds.ExportIsAbstract, NetworkError.ClassName, Argument: null, new([type.Name])));
        var clashes = MemberClashes.Find(type, compilation, isExported: export is not null, isInspectable: inspectable is not null,
            outputs: 1 + own.Count(attribute => attribute.Declaration.Kind == OutputDeclaration.Kind));
        problems.AddRange(clashes.Select((clash, index) => new NetworkError(
            DiagnosticIds.MemberClash,
            clash.Place is null ? NetworkError.ClassName : NetworkError.FirstMember - index,
            Argument: null,
            new([clash.Shown, clash.With, type.Name, clash.Advice]))));
        problems.AddRange(strays.GroupBy(stray => stray.Owner).Select((group, _) => new NetworkError(
            DiagnosticIds.SeveralDeclarations,
            own.Length + strays.IndexOf(group.First()),
            Argument: null,
            new([group.First().Declaration.Kind, type.Name]))));
        var declaration = new NetworkDeclaration(TypeReader.Read(type, cancellation), new(expanded.Declarations))
        {
            Problems = new(problems),
            IsLikeABlock = isLikeABlock,
            CanBeExtended = !isLikeABlock && clashes.All(clash => clash.CanBeLeftOut) && problems.All(problem => problem.IsWarning
                || problem.Id is DiagnosticIds.SeveralDeclarations or DiagnosticIds.UnsafeBlocksOff or DiagnosticIds.ExportIsAbstract
                or DiagnosticIds.MemberClash),
            TakenNames = new(clashes.Select(clash => clash.Name)),
            Export = export is { Declaration: { DoesNotCompile: false } written }
                ? new((string?)written["Prefix"], own.Length + strays.Length)
                : null,
            Weights = weights is { Declaration: { DoesNotCompile: false } file }
                ? new((string?)file["File"] ?? "", own.Length + strays.Length + 1) { IsVerified = file["Verify"] is true }
                : null,
            IsInspectable = inspectable is { Declaration.DoesNotCompile: false },
        };
        return new(declaration, main, own.AddRange(strays), export, weights, clashes);

        static bool IsOfLayers(AttributeSource attribute) =>
            attribute.Declaration.Kind is not (
                ExportDeclaration.Kind or WeightsDeclaration.Kind or InspectableDeclaration.Kind or BlockUse.Input);
    }

    /// <summary>The network and the use of a block of an error in the block's own text, for its message; empty elsewhere.</summary>
    public string Within(NetworkError error)
    {
        var attributes = Declaration.Attributes;
        if (error.AttributeIndex < 0 || error.AttributeIndex >= attributes.Count)
            return "";
        var at = attributes[error.AttributeIndex];
        var uses = new List<string>();
        // What stands for what a block reads is at the use.
        for (var block = at.Kind == BlockUse.Input ? at.Block?.Outer : at.Block; block is not null; block = block.Outer)
        {
            var place = Enumerable.Range(0, attributes.Count)
                .First(index => attributes[index].Kind == BlockUse.Input && attributes[index].Block?.Place == block.Place);
            uses.Add($"[{string.Join(" ", _attributes[place].Syntax.ToString().Split(Blanks, StringSplitOptions.RemoveEmptyEntries))}]");
        }

        return uses.Count == 0 ? "" : $" (in {Declaration.Type.Name}, by {string.Join(" of ", uses)})";
    }

    private static bool IsLikeABlock(INamedTypeSymbol type, List<AttributeSource> layers) =>
        layers.Count > 0
        && layers.TrueForAll(layer => layer.Declaration.Kind != "Input")
        && (type.IsStatic || layers.Exists(layer => layer.Declaration.Arguments.Any(argument => argument.Value is Formula)));

    /// <summary>The exact place of an error.</summary>
    public Location Locate(NetworkError error)
    {
        if (error.AttributeIndex == Declaration.Export?.AttributeIndex)
            return _export!.Locate(error.Argument);
        if (error.AttributeIndex == Declaration.Weights?.AttributeIndex)
            return _weights!.Locate(error.Argument);
        if (error.AttributeIndex <= NetworkError.FirstMember)
            return _clashes[NetworkError.FirstMember - error.AttributeIndex].Place!;
        if (error.AttributeIndex != NetworkError.ClassName)
            return _attributes[error.AttributeIndex].Locate(error.Argument);
        var outer = _main.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == error.Argument);
        return (outer ?? _main).Identifier.GetLocation();
    }
}
