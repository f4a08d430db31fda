using CnnGen.Generator;
using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN023: takes a member of the enum.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChooseEnumValue)), Shared]
public sealed class ChooseEnumValue : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnknownEnumValue];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is not { } argument || ArgumentText.TypeOf(ArgumentText.SymbolOf(place.Model, argument)) is not { } type)
            return [];
        var fitting = type.GetMembers().OfType<IFieldSymbol>()
            .Where(member => member.HasConstantValue && Mends(place, argument, member.ConstantValue!));
        return fitting.Select(member => new Fix(
            $"Use {type.Name}.{member.Name}",
            $"{nameof(ChooseEnumValue)}.{type.Name}.{member.Name}",
            [ArgumentText.Replace(argument, $"{place.Name(type.Name)}.{member.Name}")]));
    }

    /// <summary>Whether a value is right: some are not for all layers. What stands in a block is not asked for.</summary>
    private static bool Mends(DiagnosticPlace place, AttributeArgumentSyntax argument, object value)
    {
        if (place.Index < 0 || place.AttributeSource is not { } source)
            return true;
        var layer = place.Layers[place.Index];
        var arguments = layer.Arguments.Select(
            other => source.Argument(other.Name) == argument ? other with { Value = value } : other);
        return place.IsMendedBy(place.Layers.SetItem(place.Index, layer with { Arguments = new(arguments) }));
    }
}
