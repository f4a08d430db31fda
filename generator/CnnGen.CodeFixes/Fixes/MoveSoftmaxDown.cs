using CnnGen.Generator;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN033: takes softmax from a convolution and puts it behind the layer that flattens the convolution's output.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveSoftmaxDown)), Shared]
public sealed class MoveSoftmaxDown : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SoftmaxNeedsFlat];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var (layers, index) = (place.Layers, place.Index);
        if (index < 0 || place.Argument is not { } argument || layers[index].Kind == "Activation")
            yield break;
        // What follows the convolution is there already, or the network ends with it.
        var flatten = layers.Skip(index + 1).FirstOrDefault()?.Kind;
        if (flatten is not (null or "Flatten" or "GlobalAveragePool2D"))
            yield break;

        var linear = new LayerArgument("Activation", (int)ActivationFunction.Linear);
        var convolution =
            layers[index] with { Arguments = new(layers[index].Arguments.Where(other => other.Name != "Activation").Append(linear)) };
        var softmax = new LayerDeclaration("Activation", new([new LayerArgument("Function", (int)ActivationFunction.Softmax)]));
        var added = flatten is null ? [new("Flatten", EquatableArray<LayerArgument>.Empty), softmax] : new[] { softmax };
        if (!place.IsMendedBy(layers.SetItem(index, convolution).InsertRange(flatten is null ? index + 1 : index + 2, added)))
            yield break;

        var activation = $"{place.Name("ActivationAttribute")}({place.Name("Activation")}.Softmax)";
        var insertion = flatten is null
            ? AttributeText.InsertAfter(place.Text, place.Attribute!, place.Name("FlattenAttribute"), activation)
            : AttributeText.InsertAfter(place.Text, place.Source!.Attributes[index + 1].Syntax, activation);
        // Where the defaults name another activation, the convolution has to say that it has none.
        var removal = layers.Take(index).Any(layer => layer.Kind == LayerDefaults.Kind && layer["Activation"] is not null)
            ? ArgumentText.Replace(argument, $"{place.Name("Activation")}.Linear")
            : ArgumentText.Remove(argument);
        yield return new($"Move softmax behind [{flatten ?? "Flatten"}]", nameof(MoveSoftmaxDown), [removal, insertion]);
    }
}
