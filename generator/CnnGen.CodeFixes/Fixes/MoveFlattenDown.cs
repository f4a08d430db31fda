using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN031: moves the layer that flattens below those that need a feature map.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveFlattenDown)), Shared]
public sealed class MoveFlattenDown : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NeedsFeatureMap];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var (layers, index) = (place.Layers, place.Index);
        var flatten = index < 0 ? -1 : layers.FindLastIndex(index - 1, index, Flattens);
        // A dense layer flattens, too, and cannot stand before the layers that need rows and columns.
        if (flatten < 0 || layers[flatten].Kind == "Dense")
            yield break;
        var next = layers.FindIndex(index, layer => layer.Kind == "Dense");
        if (!place.IsMendedBy(layers.Insert(next < 0 ? layers.Count : next, layers[flatten]).RemoveAt(flatten)))
            yield break;

        var source = place.Source!.Attributes;
        yield return new(
            next < 0 ? $"Move [{layers[flatten].Kind}] to the end" : $"Move [{layers[flatten].Kind}] down to [Dense]",
            nameof(MoveFlattenDown),
            next < 0
                ? AttributeText.MoveAfter(place.Text, source[flatten].Syntax, source[layers.Count - 1].Syntax)
                : AttributeText.MoveBefore(place.Text, source[flatten].Syntax, source[next].Syntax));
    }

    private static bool Flattens(LayerDeclaration layer) =>
        layer.Kind is "Flatten" or "GlobalAveragePool2D" or "GlobalMaxPool2D" or "Dense";
}
