using CnnGen.Generator;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>
/// CNN032: flattens the feature map before the layer that is dense in each pixel, or takes the mean of each channel.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertFlatten)), Shared]
public sealed class InsertFlatten : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.DenseOfPixels];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Index < 0)
            yield break;
        foreach (var kind in new[] { "Flatten", "GlobalAveragePool2D" })
        {
            if (!place.IsMendedBy(place.Layers.Insert(place.Index, new LayerDeclaration(kind, EquatableArray<LayerArgument>.Empty))))
                continue;
            var insertion = AttributeText.InsertBefore(place.Text, place.Attribute!, place.Name($"{kind}Attribute"));
            yield return new($"Insert [{kind}]", $"{nameof(InsertFlatten)}.{kind}", [insertion]);
        }
    }
}
