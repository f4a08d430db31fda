using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// A page whose tested parts are named: a comment <c>&lt;!-- name --&gt;</c> on a line of its own stands before a fenced block or a table. Parts that are written by
/// a test are rewritten with <c>CNNGEN_ACCEPT=1</c>.
/// </summary>
internal sealed partial class Document(params string[] parts)
{
    private readonly string _path = Repository.PathOf(parts);

    public string Text { get; private set; } = Read(Repository.PathOf(parts));

    /// <summary>The names of all parts that are C#, in order; null for a C# block without a name.</summary>
    public IEnumerable<string?> CSharpBlocks() =>
        CSharpPattern().Matches(Text).Select(match => match.Groups["name"].Success ? match.Groups["name"].Value : null);

    /// <summary>The text of a fenced block, without its fences.</summary>
    public string Block(string name)
    {
        var match = Regex.Match(Text, $@"^<!-- {name} -->\n```\w*\n(?<content>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(match.Success, $"{_path} has no block '{name}'.");
        return match.Groups["content"].Value;
    }

    /// <summary>The rows of a table, header and rule included; each ends with a line feed.</summary>
    public string Table(string name)
    {
        var match = Regex.Match(Text, $@"^<!-- {name} -->\n(?<content>(\|.*\n)+)", RegexOptions.Multiline);
        Assert.True(match.Success, $"{_path} has no table '{name}'.");
        return match.Groups["content"].Value;
    }

    /// <summary>The cells of a table's rows, without header and rule.</summary>
    public IEnumerable<string[]> Rows(string name) =>
        Table(name).TrimEnd('\n').Split('\n').Skip(2).Select(row => row.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    /// <summary>Compares a block or table with what it should be; fails with the difference, or rewrites the page where that is asked for.</summary>
    public void Verify(string name, string documented, string expected)
    {
        if (documented == expected)
            return;
        if (Environment.GetEnvironmentVariable("CNNGEN_ACCEPT") != "1")
            Assert.Fail($"{name} in {_path} is out of date; if the change is right, run again with CNNGEN_ACCEPT=1.\n{Snapshot.Difference(documented, expected)}");
        Text = Text.Replace(documented, expected);
        File.WriteAllText(_path, Text);
    }

    private static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");

    [GeneratedRegex(@"(<!-- (?<name>[\w-]+) -->\n)?^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CSharpPattern();
}
