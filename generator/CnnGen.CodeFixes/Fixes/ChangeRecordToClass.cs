using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes.Fixes;

/// <summary>CNN004: declares a class instead of a record.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeRecordToClass)), Shared]
public sealed class ChangeRecordToClass : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.Record];

    private protected override IEnumerable<Fix> Fixes(DiagnosticPlace place)
    {
        // Positional parameters are properties of a record, and would be lost.
        if (DeclarationText.InDocument(place) is not { } parts || parts.Any(part => part.ParameterList is not null))
            yield break;
        var keywords = parts.OfType<RecordDeclarationSyntax>().Select(record => TextSpan.FromBounds(
            record.Keyword.SpanStart, record.ClassOrStructKeyword.Span.Length > 0
                ? record.ClassOrStructKeyword.Span.End
                : record.Keyword.Span.End));
        yield return new(
            $"Make '{place.Type.Identifier.ValueText}' a class", nameof(ChangeRecordToClass),
            [.. keywords.Select(span => new TextChange(span, "class"))]);
    }
}
