using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN014: gives the first <c>[LayerDefaults]</c> what the other says.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JoinLayerDefaults)), Shared]
public sealed class JoinLayerDefaults : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.LayerDefaultsRepeated];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var first = place.Layers.FindIndex(layer => layer.Kind == LayerDefaults.Kind);
        if (place.Index < 0 || first < 0 || place.Attribute is not { } repeated)
            yield break;
        // Layers between the two would get other defaults; where both state an argument, only its author knows which one is meant.
        var (one, other) = (place.Layers[first], place.Layers[place.Index]);
        if (place.Layers.Take(place.Index).Skip(first + 1).Any(layer => layer.Kind != "Input")
            || other.Arguments.Any(argument => one[argument.Name] is not null))
        {
            yield break;
        }

        var arguments = string.Join(", ", repeated.ArgumentList?.Arguments.Select(argument => argument.ToString()) ?? []);
        var removal = AttributeText.Remove(place.Text, repeated);
        yield return new(
            "Join it with the [LayerDefaults] above",
            nameof(JoinLayerDefaults),
            arguments.Length == 0 ? [removal] : [ArgumentText.Append(place.Source!.Attributes[first].Syntax, arguments), removal]);
    }
}
