using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN018: moves <c>[Normalization]</c> above the first layer that may not stand before it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveNormalizationUp)), Shared]
public sealed class MoveNormalizationUp : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NormalizationNotFirst];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var before = place.Source?.Attributes.FirstOrDefault(
            attribute => attribute.Declaration.Kind is not ("Input" or "Rescaling" or LayerDefaults.Kind));
        // A second one would push the first from its place.
        if (place.Attribute is { } normalization && before is not null && before.Declaration.Kind != "Normalization")
        {
            yield return new(
                $"Move [Normalization] above [{before.Declaration.Kind}]", nameof(MoveNormalizationUp),
                AttributeText.MoveBefore(place.Text, normalization, before.Syntax));
        }
    }
}
