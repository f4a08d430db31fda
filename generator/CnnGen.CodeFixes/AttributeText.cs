using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>
/// Inserts, removes and moves whole attributes the way an author would: where attributes stand on lines of their own the new one gets a
/// line, where several share a line or a pair of brackets it joins them.
/// </summary>
internal static class AttributeText
{
    /// <summary>Puts attributes, given without brackets, before another.</summary>
    public static TextChange InsertBefore(SourceText text, AttributeSyntax anchor, params string[] attributes) =>
        InsertBefore(text, anchor, attributes, comment: "");

    /// <summary>Puts attributes, given without brackets, after another.</summary>
    public static TextChange InsertAfter(SourceText text, AttributeSyntax anchor, params string[] attributes) =>
        InsertAfter(text, anchor, attributes, comment: "");

    /// <summary>Moves an attribute before another; from a line of its own to one of its own, with the comment at its end.</summary>
    public static ImmutableArray<TextChange> MoveBefore(SourceText text, AttributeSyntax attribute, AttributeSyntax anchor) =>
        [InsertBefore(text, anchor, [attribute.ToString()], Comment(text, attribute)), Remove(text, attribute)];

    /// <summary>Moves an attribute after another.</summary>
    public static ImmutableArray<TextChange> MoveAfter(SourceText text, AttributeSyntax attribute, AttributeSyntax anchor) =>
        [InsertAfter(text, anchor, [attribute.ToString()], Comment(text, attribute)), Remove(text, attribute)];

    /// <summary>Removes an attribute; with it go its comma, its brackets, or its line and the comment at the end of that.</summary>
    public static TextChange Remove(SourceText text, AttributeSyntax attribute)
    {
        var list = List(attribute);
        var index = list.Attributes.IndexOf(attribute);
        if (index > 0)
            return new(TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End), "");
        if (list.Attributes.Count > 1)
            return new(TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart), "");

        var (first, last) = (text.Lines.GetLineFromPosition(list.SpanStart), text.Lines.GetLineFromPosition(list.Span.End));
        if (BeginsLine(text, list) && EndsLine(text, list))
            return new(TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak), "");
        var (start, end) = (list.SpanStart, list.Span.End);
        if (BeginsLine(text, list) || !EndsLine(text, list))
            end = SkipBlanks(text, end, last.End);
        else
            start = first.Start + text.ToString(TextSpan.FromBounds(first.Start, start)).TrimEnd().Length;
        return new(TextSpan.FromBounds(start, end), "");
    }

    private static TextChange InsertBefore(SourceText text, AttributeSyntax anchor, string[] attributes, string comment)
    {
        var list = List(anchor);
        if (list.Attributes.IndexOf(anchor) > 0)
        {
            var comma = BeginsLine(text, anchor) ? "," + LineBreak(text, anchor) : ", ";
            return new(new(anchor.SpanStart, 0), string.Concat(attributes.Select(attribute => attribute + comma)));
        }

        var separator = BeginsLine(text, list) ? comment + LineBreak(text, list) : " ";
        return new(new(list.SpanStart, 0), string.Concat(attributes.Select(attribute => $"[{attribute}]{separator}")));
    }

    private static TextChange InsertAfter(SourceText text, AttributeSyntax anchor, string[] attributes, string comment)
    {
        var list = List(anchor);
        if (list.Attributes.IndexOf(anchor) < list.Attributes.Count - 1)
        {
            var comma = BeginsLine(text, anchor) ? "," + LineBreak(text, anchor) : ", ";
            return new(new(anchor.Span.End, 0), string.Concat(attributes.Select(attribute => comma + attribute)));
        }

        if (!BeginsLine(text, list) || !EndsLine(text, list))
            return new(new(list.Span.End, 0), string.Concat(attributes.Select(attribute => $" [{attribute}]")));
        // A comment at the end of the line is about the attribute that is there already.
        return new(
            new(LineEnd(text, list), 0), string.Concat(attributes.Select(attribute => $"{LineBreak(text, list)}[{attribute}]{comment}")));
    }

    /// <summary>What stands behind an attribute that has a line of its own.</summary>
    private static string Comment(SourceText text, AttributeSyntax attribute)
    {
        var list = List(attribute);
        return list.Attributes.Count == 1 && BeginsLine(text, list) && EndsLine(text, list)
            ? text.ToString(TextSpan.FromBounds(list.Span.End, LineEnd(text, list))).TrimEnd()
            : "";
    }

    private static int LineEnd(SourceText text, AttributeListSyntax list) => text.Lines.GetLineFromPosition(list.Span.End).End;

    private static AttributeListSyntax List(AttributeSyntax attribute) => (AttributeListSyntax)attribute.Parent!;

    private static bool BeginsLine(SourceText text, SyntaxNode node) =>
        string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(node.SpanStart).Start, node.SpanStart)));

    private static bool EndsLine(SourceText text, AttributeListSyntax list)
    {
        var line = text.Lines.GetLineFromPosition(list.Span.End);
        var end = SkipBlanks(text, list.Span.End, line.End);
        return end == line.End || text.ToString(TextSpan.FromBounds(end, line.End)).StartsWith("//", StringComparison.Ordinal);
    }

    private static int SkipBlanks(SourceText text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        return start;
    }

    /// <summary>The line break of the file, and the indentation of the line.</summary>
    private static string LineBreak(SourceText text, SyntaxNode node)
    {
        var line = text.Lines.GetLineFromPosition(node.SpanStart);
        var lineBreak = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        var indentation = text.ToString(TextSpan.FromBounds(line.Start, SkipBlanks(text, line.Start, line.End)));
        return (lineBreak.Length == 0 ? "\n" : lineBreak) + indentation;
    }
}
