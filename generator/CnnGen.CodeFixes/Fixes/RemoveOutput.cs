using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN055: removes an <c>[Output]</c> that declares nothing new.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveOutput)), Shared]
public sealed class RemoveOutput : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.OutputTwice];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Attribute is { } attribute)
            yield return new("Remove this [Output]", nameof(RemoveOutput), [AttributeText.Remove(place.Text, attribute)]);
    }
}
