using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>
/// The front page and the pages are easy to read: lines are short, and what was measured at which commit stands with the
/// measurements.
/// </summary>
public partial class PageStyleTests
{
    public static TheoryData<string> Pages => new(
        PagesIn("docs").Concat(PagesIn("docs/internals"))
            .Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md", "generator/README.md"])
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void ProseIsInShortLines(string page)
    {
        var prose = CodePattern().Replace(new Document(page).Text, "").Split('\n').Where(line => !line.StartsWith('|'));
        Assert.DoesNotContain(prose, line => line.Length > 160);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void NoCommitIsNamed(string page) => Assert.Empty(CommitPattern().Matches(CodePattern().Replace(new Document(page).Text, "")));

    [Theory]
    [InlineData("measured at `0c42d25`", true)]
    [InlineData("commit 7cdc2bc1a0e1f0c1d2e3f4a5b6c7d8e9f0a1b2c3", true)]
    [InlineData("61,504,000 images, 2026-11-28, defaced", false)]
    public void ACommitWouldBeSeen(string text, bool seen) => Assert.Equal(seen, CommitPattern().IsMatch(text));

    private static IEnumerable<string> PagesIn(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.md").Select(path => $"{folder}/{Path.GetFileName(path)}");

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    /// <summary>Seven or more hexadecimal digits, not all of them decimal, not all of them letters.</summary>
    [GeneratedRegex(@"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b")]
    private static partial Regex CommitPattern();
}
