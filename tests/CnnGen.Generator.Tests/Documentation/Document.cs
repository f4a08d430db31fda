using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// A page whose tested parts are named: a comment <c>&lt;!-- name --&gt;</c> on a line of its own stands before a fenced block or a table.
/// Parts that are written by a test are rewritten with <c>CNNGEN_ACCEPT=1</c>.
/// </summary>
internal sealed partial class Document(params string[] parts)
{
    private readonly string _path = Repository.PathOf(parts);
    private string _text = File.ReadAllText(Repository.PathOf(parts)).ReplaceLineEndings("\n");

    public string Text => _text;

    /// <summary>The names of all parts that are C#, in order; null for a C# block without a name.</summary>
    public IEnumerable<string?> CSharpBlocks() =>
        CSharpPattern().Matches(_text).Select(match => match.Groups["name"].Success ? match.Groups["name"].Value : null);

    public bool HasBlock(string name) => Regex.IsMatch(_text, BlockPattern(name), RegexOptions.Multiline);

    /// <summary>The text of a fenced block, without its fences.</summary>
    public string Block(string name) => Find(name, BlockPattern(name)).Value;

    /// <summary>The rows of a table, header and rule included; each ends with a line feed.</summary>
    public string Table(string name) => Find(name, TablePattern(name)).Value;

    /// <summary>The cells of a table's rows, without header and rule.</summary>
    public IEnumerable<string[]> Rows(string name) =>
        Table(name).TrimEnd('\n').Split('\n').Skip(2).Select(row => row.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray());

    /// <summary>Compares a block with what it should be; fails with the difference, or rewrites the page where that is asked for.</summary>
    public void VerifyBlock(string name, string expected) => Verify(name, Find(name, BlockPattern(name)), expected);

    /// <summary>As for a block.</summary>
    public void VerifyTable(string name, string expected) => Verify(name, Find(name, TablePattern(name)), expected);

    /// <summary>As for a block, of the indented lines below a line.</summary>
    public void VerifyBelow(string line, IEnumerable<string> expected) => Verify(
        line, Find(line, $@"^{Regex.Escape(line)}\n(?<content>(  .*\n)*)"), string.Concat(expected.Select(below => $"  {below}\n")));

    /// <summary>As for a block, of a file that a test writes as a whole.</summary>
    public void VerifyText(string expected) => Verify("The text", Regex.Match(_text, @"\A[\s\S]*\z"), expected);

    private static string BlockPattern(string name) => $@"^<!-- {name} -->\n```\w*\n(?<content>(.*\n)*?)```$";

    private static string TablePattern(string name) => $@"^<!-- {name} -->\n(?<content>(\|.*\n)+)";

    private Group Find(string name, string pattern)
    {
        var match = Regex.Match(_text, pattern, RegexOptions.Multiline);
        Assert.True(match.Success, $"{_path} has no part '{name}'.");
        return match.Groups["content"];
    }

    private void Verify(string name, Capture documented, string expected)
    {
        if (documented.Value == expected)
            return;
        if (Environment.GetEnvironmentVariable("CNNGEN_ACCEPT") != "1")
        {
            Assert.Fail(
                $"{name} in {_path} is out of date; if the change is right, run again with CNNGEN_ACCEPT=1.\n"
                + Snapshot.Difference(documented.Value, expected));
        }

        _text = _text[..documented.Index] + expected + _text[(documented.Index + documented.Length)..];
        File.WriteAllText(_path, _text);
    }

    [GeneratedRegex(@"(<!-- (?<name>[\w-]+) -->\n)?^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CSharpPattern();
}
