using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>
/// CNN076 and CNN077: removes a default that no layer takes, or a value that a block does not read; with the last one, the attribute.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedDefault)), Shared]
public sealed class RemoveUnusedDefault : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnusedDefault, DiagnosticIds.UnusedBlockValue];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place is not { Argument: { } argument, Attribute: { } attribute })
            yield break;
        var change = attribute.ArgumentList?.Arguments.Count == 1
            ? AttributeText.Remove(place.Text, attribute)
            : ArgumentText.Remove(argument);
        yield return new($"Remove {argument}", nameof(RemoveUnusedDefault), [change]);
    }
}
