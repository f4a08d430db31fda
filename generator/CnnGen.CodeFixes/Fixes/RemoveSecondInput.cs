using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN011: removes every <c>[Input]</c> but the first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSecondInput)), Shared]
public sealed class RemoveSecondInput : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InputRepeated];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Attribute is { } attribute)
        {
            yield return new(
                $"Remove [{attribute.NormalizeWhitespace()}]", nameof(RemoveSecondInput), [AttributeText.Remove(place.Text, attribute)]);
        }
    }
}
