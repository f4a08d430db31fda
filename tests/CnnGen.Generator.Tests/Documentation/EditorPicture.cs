using System.Globalization;
using System.Security;
using System.Text;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// Draws source with its errors as an editor shows them: squiggles at the exact places, below the source the messages and the code fixes on
/// offer. An SVG, light or dark as the reader's system is, on a background of its own.
/// </summary>
internal sealed class EditorPicture
{
    private const int Columns = 108;
    private const double ColumnWidth = 8.4;
    private const double RowHeight = 22;
    private const double Margin = 18;

    // Columns in which source and messages begin, behind the numbers of lines and the ids.
    private const int SourceColumn = 4;
    private const int MessageColumn = 10;

    private const string Style = """
        text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328 }
        .window { fill: #ffffff; stroke: #d0d7de } .panel { fill: #f6f8fa; stroke: #d0d7de }
        .keyword { fill: #0033b3 } .type { fill: #1f7a8c } .number { fill: #0a7a50 }
        .dim { fill: #6e7781 } .error { fill: #cf222e } .fix { fill: #7d5a00 }
        .squiggle { fill: none; stroke: #e51400; stroke-width: 1.4 } .mark { fill: #e51400; fill-opacity: 0.18 }
        @media (prefers-color-scheme: dark) {
          text { fill: #d4d4d4 }
          .window { fill: #1e1e1e; stroke: #454545 } .panel { fill: #262627; stroke: #454545 }
          .keyword { fill: #6cb0e8 } .type { fill: #4ec9b0 } .number { fill: #b5cea8 }
          .dim { fill: #9a9a9a } .error { fill: #f97583 } .fix { fill: #ffcc66 }
          .squiggle { stroke: #f14c4c } .mark { fill: #f14c4c; fill-opacity: 0.3 }
        }
        """;

    private readonly StringBuilder _body = new();

    /// <summary>The picture of a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="source">Its text.</param>
    /// <param name="problems">Its errors, in order.</param>
    public static string Draw(string file, string source, IReadOnlyList<Problem> problems)
    {
        var picture = new EditorPicture();
        var end = picture.DrawSource(file, source, problems.Select(problem => problem.Mark));
        var panel = end;
        foreach (var problem in problems)
            end = picture.DrawProblem(end + 0.4, problem);
        return picture.Frame(panel, end + 0.4);
    }

    /// <summary>Breaks a text between words; what follows the first line is indented.</summary>
    public static IEnumerable<string> Wrap(string text, int columns, int indent = 0)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > columns)
            {
                yield return line.ToString();
                line.Clear().Append(' ', indent).Append(word);
            }
            else
            {
                line.Append(line.Length > 0 ? " " : "").Append(word);
            }
        }

        yield return line.ToString();
    }

    /// <summary>Returns the row below.</summary>
    private double DrawSource(string file, string source, IEnumerable<MarkedSource.Mark> marks)
    {
        const double first = 1.5;
        Write(0, 0, file, "dim");
        var lines = source.TrimEnd('\n').Split('\n').Length;
        for (var line = 0; line < lines; line++)
            Write(first + line, 0, (line + 1).ToString(CultureInfo.InvariantCulture).PadLeft(2), "dim");
        foreach (var mark in marks)
            Underline(first + mark.Line, SourceColumn + mark.Start, mark.End - mark.Start);
        foreach (var token in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(token => !token.Span.IsEmpty))
        {
            var place = token.GetLocation().GetLineSpan().StartLinePosition;
            Write(first + place.Line, SourceColumn + place.Character, token.Text, ClassOf(token));
        }

        return first + lines + 0.5;
    }

    /// <summary>Returns the row below.</summary>
    private double DrawProblem(double row, Problem problem)
    {
        Write(row, 0, "✕", "error");
        Write(row, 2, problem.Mark.Id, "error");
        foreach (var line in Wrap(problem.Message, Columns - MessageColumn))
            Write(row++, MessageColumn, line, null);
        foreach (var title in problem.Fixes)
            Write(row++, MessageColumn, $"→ {title}", "fix");
        return row;
    }

    /// <summary>Every run of text is as wide as its columns, whatever font the reader has.</summary>
    private void Write(double row, int column, string text, string? kind)
    {
        var style = kind is null ? "" : $" class=\"{kind}\"";
        var width = Number(text.Length * ColumnWidth);
        _body.Append($"<text x=\"{X(column)}\" y=\"{Y(row + 0.7)}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\""
            + $" xml:space=\"preserve\"{style}>");
        _body.Append(SecurityElement.Escape(text)).Append("</text>\n");
    }

    private void Underline(double row, int column, int columns)
    {
        const double wave = ColumnWidth / 2;
        var waves = string.Concat(Enumerable.Range(0, 2 * columns).Select(_ => $" l {Number(wave / 2)} -3 l {Number(wave / 2)} 3"));
        _body.Append($"<rect class=\"mark\" x=\"{X(column)}\" y=\"{Y(row + 0.1)}\" width=\"{Number(columns * ColumnWidth)}\""
            + $" height=\"{Number(0.8 * RowHeight)}\" rx=\"2\"/>\n");
        _body.Append($"<path class=\"squiggle\" d=\"M {X(column)} {Y(row + 0.97)}{waves}\"/>\n");
    }

    private string Frame(double panel, double end)
    {
        var (width, height) = (Number(Columns * ColumnWidth + 2 * Margin), Y(end));
        var (inside, bottom) = (Number(Columns * ColumnWidth + 2 * Margin - 1), Number((end * RowHeight) + Margin - 1));
        var (right, corner) = (Number(Columns * ColumnWidth + 2 * Margin - 0.5), Number(end * RowHeight + Margin - 8.5));
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
            <style>
            {Style}
            </style>
            <rect class="window" x="0.5" y="0.5" width="{inside}" height="{bottom}" rx="8"/>
            <path class="panel" d="M 0.5 {Y(panel)} H {right} V {corner} a 8 8 0 0 1 -8 8 H 8.5 a 8 8 0 0 1 -8 -8 z"/>
            {_body}</svg>

            """.ReplaceLineEndings("\n");
    }

    private static string? ClassOf(SyntaxToken token) =>
        token.IsKeyword() ? "keyword"
        : token.IsKind(SyntaxKind.NumericLiteralToken) ? "number"
        : token.IsKind(SyntaxKind.IdentifierToken)
        && token.Parent is ClassDeclarationSyntax or { Parent: AttributeSyntax } or { Parent: MemberAccessExpressionSyntax }
        && !IsMember(token) ? "type"
        : null;

    /// <summary>Whether a name stands behind a dot.</summary>
    private static bool IsMember(SyntaxToken token) =>
        token.Parent is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax access } name && access.Name == name;

    private static string X(double column) => Number(Margin + column * ColumnWidth);

    private static string Y(double row) => Number(Margin + row * RowHeight);

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>One error.</summary>
    /// <param name="Mark">Its id and place.</param>
    /// <param name="Message">What it says.</param>
    /// <param name="Fixes">The titles of the code fixes that are offered for it.</param>
    internal sealed record Problem(MarkedSource.Mark Mark, string Message, IReadOnlyList<string> Fixes);
}
