using CnnGen.Generator.Diagnostics;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN016, CNN017: removes a layer's name, so that it gets the one Keras would give.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveLayerName)), Shared]
public sealed class RemoveLayerName : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InvalidName, DiagnosticIds.DuplicateName];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Argument is not { } argument || place.Index < 0)
            yield break;
        // Automatic names are counted, so a layer that joins them moves those after it, perhaps onto a name that was given.
        var layer = place.Layers[place.Index];
        var unnamed = layer with { Arguments = new(layer.Arguments.Where(other => other.Name != "Name")) };
        if (place.IsMendedBy(place.Layers.SetItem(place.Index, unnamed)))
            yield return new("Remove the layer's name", nameof(RemoveLayerName), [ArgumentText.Remove(argument)]);
    }
}
