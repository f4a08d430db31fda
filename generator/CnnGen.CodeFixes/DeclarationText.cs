using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>Changes of the declarations of a class, all of which have to agree.</summary>
internal static class DeclarationText
{
    /// <summary>Every declaration of the class; null when one lies in another file, which a fix of one document cannot change.</summary>
    public static IReadOnlyList<TypeDeclarationSyntax>? InDocument(DiagnosticPlace place)
    {
        var parts = place.Symbol?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
            .OfType<TypeDeclarationSyntax>().ToList();
        return parts?.All(part => part.SyntaxTree == place.Type.SyntaxTree) == true ? parts : null;
    }

    /// <summary>Replaces a modifier wherever a declaration has it, or removes it; null when a declaration lies in another file.</summary>
    public static ImmutableArray<TextChange>? ReplaceModifier(DiagnosticPlace place, SyntaxKind kind, string? replacement)
    {
        if (InDocument(place) is not { } parts)
            return null;
        var modifiers = parts.SelectMany(part => part.Modifiers).Where(modifier => modifier.IsKind(kind));
        return [.. modifiers.Select(modifier => replacement is null
            ? new TextChange(TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), "")
            : new TextChange(modifier.Span, replacement))];
    }
}
