using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN001: makes a type and those around it partial, so that the generated part has a place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartial)), Shared]
public sealed class MakePartial : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotPartial];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        var types = place.Type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)).Reverse().ToList();
        if (types.Count == 0)
            yield break;
        var names = types.Select(type => $"'{type.Identifier.ValueText}'").ToList();
        var list = names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
        yield return new($"Make {list} partial", nameof(MakePartial), [.. types.Select(Insertion)]);
    }

    // The last modifier, directly before class, record or struct, as C# asks for.
    private static TextChange Insertion(TypeDeclarationSyntax type) => new(new(type.Keyword.SpanStart, 0), "partial ");
}
