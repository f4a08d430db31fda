using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Support;

/// <summary>
/// Source whose expected errors are marked by lines below them, as help pages show them; these lines are not compiled.
/// <code>
/// [DepthMaxPool(3)]
///               ^ CNN034
/// </code>
/// </summary>
internal sealed partial class MarkedSource
{
    private MarkedSource(string text, IReadOnlyList<Mark> marks) => (Text, Marks) = (text, marks);

    /// <summary>The source without its marks.</summary>
    public string Text { get; }

    public IReadOnlyList<Mark> Marks { get; }

    public static MarkedSource Parse(string text)
    {
        var lines = new List<string>();
        var marks = new List<Mark>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var match = MarkPattern().Match(line);
            if (match.Success)
                marks.Add(new(match.Groups["id"].Value, lines.Count - 1, match.Groups["carets"].Index, match.Groups["id"].Index - 1));
            else
                lines.Add(line);
        }

        return new(string.Join('\n', lines), marks);
    }

    /// <summary>The mark that a diagnostic would need.</summary>
    public static Mark MarkOf(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan();
        Assert.Equal(span.StartLinePosition.Line, span.EndLinePosition.Line);
        return new(diagnostic.Id, span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Character);
    }

    [GeneratedRegex(@"^\s*(?<carets>\^+) (?<id>CNN\d{3})$")]
    private static partial Regex MarkPattern();

    internal sealed record Mark(string Id, int Line, int Start, int End);
}
