using CnnGen.Generator.Diagnostics;

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
        return type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue).Select(member => new Fix(
            $"Use {type.Name}.{member.Name}",
            $"{nameof(ChooseEnumValue)}.{type.Name}.{member.Name}",
            [ArgumentText.Replace(argument, $"{place.Name(type.Name)}.{member.Name}")]));
    }
}
