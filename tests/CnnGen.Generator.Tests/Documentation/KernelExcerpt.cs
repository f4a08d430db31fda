using System.Text;
using System.Text.RegularExpressions;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>Takes methods out of generated text, and shortens them for readers.</summary>
internal static class KernelExcerpt
{
    // Of a longer run of statements, these many are shown from its start and its end.
    private const int Head = 5;
    private const int Tail = 2;

    /// <summary>A method with attributes and documentation, indented by four spaces less; null when there is none of that name.</summary>
    public static string? Method(string file, string name)
    {
        var lines = file.ReplaceLineEndings("\n").Split('\n');
        var signature = Array.FindIndex(
            lines, line => Regex.IsMatch(line, $@"^    (private static|public override) \w+ {Regex.Escape(name)}\("));
        if (signature < 0)
            return null;
        var first = signature;
        while (lines[first - 1].Length > 0 && lines[first - 1] != "{")
            first--;
        var last = Array.IndexOf(lines, "    }", signature);
        return string.Concat(lines[first..(last + 1)].Select(line => (line.Length > 4 ? line[4..] : line) + "\n"));
    }

    /// <summary>The names of the methods that a text calls, out of those that the file declares.</summary>
    public static IReadOnlyList<string> Calls(string file, string text)
    {
        var declared = Names(Regex.Matches(file, @"^    private static void (?<name>\w+)\(", RegexOptions.Multiline)).ToHashSet();
        return [.. Names(Regex.Matches(text, @"\b(?<name>\w+)\(")).Where(declared.Contains).Distinct()];

        static IEnumerable<string> Names(MatchCollection matches) => matches.Select(match => match.Groups["name"].Value);
    }

    /// <summary>Leaves out the middle of every long run of statements and says how many lines that was.</summary>
    public static string Shorten(string method)
    {
        var text = new StringBuilder();
        var run = new List<string>();
        foreach (var line in method.TrimEnd('\n').Split('\n').Append("}"))
        {
            var isStatement = line.EndsWith(';') && !line.TrimStart().StartsWith("while", StringComparison.Ordinal);
            if (isStatement && (run.Count == 0 || Indent(run[0]) == Indent(line)))
            {
                run.Add(line);
                continue;
            }

            Flush(text, run);
            run.Clear();
            if (isStatement)
                run.Add(line);
            else
                text.Append(line).Append('\n');
        }

        return text.ToString()[..^2];
    }

    private static void Flush(StringBuilder text, List<string> run)
    {
        var left = run.Count - Head - Tail;
        IEnumerable<string> shown = left <= 1
            ? run
            : [.. run[..Head], $"{new string(' ', Indent(run[0]))}// ... {left} lines like these", .. run[^Tail..]];
        foreach (var line in shown)
            text.Append(line).Append('\n');
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
