using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN012: moves <c>[Input]</c> above all layers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveInputUp)), Shared]
public sealed class MoveInputUp : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InputNotFirst];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var first = place.Source?.Attributes.FirstOrDefault(attribute => attribute.Declaration.Kind != LayerDefaults.Kind);
        if (place.Attribute is { } input && first is not null)
            yield return new("Move [Input] to the top", nameof(MoveInputUp), AttributeText.MoveBefore(place.Text, input, first.Syntax));
    }
}
