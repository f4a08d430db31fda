using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Discovery;

/// <summary>An attribute that C# rejects, read as its author meant it.</summary>
/// <param name="Text">The attribute as it should be written, without brackets; null where there is none to write.</param>
/// <param name="Rejections">What was wrong.</param>
internal sealed record RejectedAttribute(string? Text, IReadOnlyList<Rejection> Rejections)
{
    private static readonly SymbolDisplayFormat NameFormat =
        SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.RemoveAttributeSuffix);

    /// <summary>Everything that C# rejects on a network and that means something here.</summary>
    public static EquatableArray<Rejection> ReadAll(NetworkSource source, Compilation compilation) => new(
        source.Attributes.Where(attribute => attribute.Declaration.DoesNotCompile)
            .SelectMany(attribute => Read(attribute, compilation.GetSemanticModel(attribute.Syntax.SyntaxTree)).Rejections)
            // A block that is used several times is written once.
            .Distinct());

    /// <summary>Reads one; without rejections where nothing can be said about it.</summary>
    public static RejectedAttribute Read(AttributeSource attribute, SemanticModel model)
    {
        var syntax = attribute.Syntax;
        if (!attribute.IsUnresolved)
        {
            // A layer of the user's own is its author's to explain.
            if (attribute.Declaration.Kind != LayerDefaults.Kind && !LayerRule.Table.ContainsKey(attribute.Declaration.Kind))
                return new(null, []);
            var arguments = ArgumentReader.Read(syntax, attribute.Type, attribute.Declaration.Kind, model);
            return new(arguments is { Rejections.Count: > 0, Text: { } right } ? $"{syntax.Name}{right}" : null, arguments.Rejections);
        }

        var name = attribute.Declaration.Kind;
        var positional = syntax.ArgumentList?.Arguments.Count(argument => argument.NameEquals is null && argument.NameColon is null) ?? 0;
        if (LayerWords.Find(name, positional) is not { } word)
            return new(null, []);
        var text = Renamed(syntax, word, model);
        var advice = word.Advice ?? $"write [{text}]";
        return new(text, [new(DiagnosticIds.UnknownLayerName, SourcePlace.Of(syntax.Name), new([name, advice]))]);
    }

    private static string? Renamed(AttributeSyntax syntax, LayerWord word, SemanticModel model)
    {
        if (word.Kind is null || model.Compilation.GetTypeByMetadataName($"CnnGen.{word.Kind}Attribute") is not { } type)
            return null;
        var name = type.ToMinimalDisplayString(model, syntax.SpanStart, NameFormat);
        // Arguments that it does not have either stay as they are: one sentence at a time.
        if (word.Function is null)
            return name + (ArgumentReader.Read(syntax, type, word.Kind, model).Text ?? $"{syntax.ArgumentList}");
        var function = model.Compilation.GetTypeByMetadataName("CnnGen.Activation")!.ToMinimalDisplayString(model, syntax.SpanStart);
        return $"{name}({function}.{word.Function})";
    }
}
