using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN007: moves the layers of later declarations behind those of the first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveLayersTogether)), Shared]
public sealed class MoveLayersTogether : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SeveralDeclarations];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        if (place.Source is not { } source)
            yield break;
        var count = source.Declaration.Attributes.Count;
        var last = source.Attributes[count - 1].Syntax;
        var strays = source.Attributes.Skip(count).Select(stray => stray.Syntax).OrderBy(stray => stray.SpanStart).ToList();
        var owners = strays.Select(stray => (TypeDeclarationSyntax)stray.Parent!.Parent!).Distinct().ToList();
        // Between files, or before the first layers, there is no order to keep; and what else stands on the other declarations has to stay.
        if (strays.Any(stray => stray.SyntaxTree != last.SyntaxTree || stray.SpanStart < last.SpanStart)
            || !owners.All(owner => HasNothingBut(owner, strays)))
        {
            yield break;
        }

        var insertion = AttributeText.InsertAfter(place.Text, last, [.. strays.Select(stray => stray.ToString())]);
        yield return new(
            $"Move all layers to the first declaration of '{place.Type.Identifier.ValueText}'",
            nameof(MoveLayersTogether),
            [insertion, .. owners.Select(owner => new TextChange(Attributes(owner), ""))]);
    }

    private static bool HasNothingBut(TypeDeclarationSyntax owner, List<AttributeSyntax> strays) =>
        owner.AttributeLists.SelectMany(list => list.Attributes).All(strays.Contains)
        && !owner.DescendantTrivia(Attributes(owner))
        .Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>From the first bracket to the first word of the declaration.</summary>
    private static TextSpan Attributes(TypeDeclarationSyntax owner) =>
        TextSpan.FromBounds(owner.AttributeLists[0].SpanStart, owner.AttributeLists.Last().GetLastToken().GetNextToken().SpanStart);
}
