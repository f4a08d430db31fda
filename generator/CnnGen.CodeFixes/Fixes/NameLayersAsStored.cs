using CnnGen.Generator;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN045: gives layers the names under which the file has their weights.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NameLayersAsStored)), Shared]
public sealed class NameLayersAsStored : NetworkCodeFix
{
    private const string Name = "Name";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.TensorMissing];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var renames = place.Fits.Renames;
        // Layers that others name would have to be named anew there, too.
        if (place.Source is not { } source || place.Layers.Any(layer => layer.Arguments.Any(argument =>
            argument.Name != Name && renames.Any(rename => rename.Layer.Equals(argument.Value)))))
        {
            yield break;
        }

        var names = LayerNames.Assign(new(place.Layers), []);
        var wanted = names.Select(name => renames.FirstOrDefault(rename => rename.Layer == name)?.Name ?? name).ToList();
        var written = Written(place.Layers, wanted);
        // [Weights] may stand on a declaration in another file.
        if (written.Count == 0 || written.Any(index => source.Attributes[index].Syntax.SyntaxTree != place.Type.SyntaxTree))
            yield break;
        var title = renames.Count == 1 ? $"Name the layer '{renames[0].Name}'" : "Name the layers as in the file";
        yield return new(title, nameof(NameLayersAsStored), [.. written.Select(index => ArgumentText.SetNamed(
            source.Attributes[index].Syntax, Name, SymbolDisplay.FormatLiteral(wanted[index], quote: true)))]);
    }

    /// <summary>
    /// The layers whose names have to be written, so that all are called as is wanted. Automatic names are counted, so those behind a layer
    /// that gets a name move: where they should not, they are written, too.
    /// </summary>
    private static List<int> Written(ImmutableList<LayerDeclaration> layers, List<string> wanted)
    {
        var written = new List<int>();
        while (written.Count < layers.Count)
        {
            var names = LayerNames.Assign(new(layers), []);
            var index = Enumerable.Range(0, layers.Count).ToList().FindIndex(index => names[index] != wanted[index]);
            if (index < 0)
                break;
            var others = layers[index].Arguments.Where(argument => argument.Name != Name);
            layers = layers.SetItem(index, layers[index] with { Arguments = new(others.Append(new(Name, wanted[index]))) });
            written.Add(index);
        }

        return written;
    }
}
