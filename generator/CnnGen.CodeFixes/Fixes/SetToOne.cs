using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN020: sets a count to 1, the least there is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetToOne)), Shared]
public sealed class SetToOne : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotPositive];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is { } argument && ArgumentText.SymbolOf(place.Model, argument) is { } property)
            yield return new($"Set {property.Name} to 1", nameof(SetToOne), [ArgumentText.Replace(argument, "1")]);
    }
}
