using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN070 and CNN071: removes an activation of what the same activation gave.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSecondActivation)), Shared]
public sealed class RemoveSecondActivation : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.SoftmaxTwice, DiagnosticIds.ActivationTwice];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        // Another layer may name it.
        if (place.Index >= 0 && place.IsMendedBy(place.Layers.RemoveAt(place.Index)))
        {
            yield return new(
                $"Remove [{place.Attribute}]", nameof(RemoveSecondActivation), [AttributeText.Remove(place.Text, place.Attribute!)]);
        }
    }
}
