using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>Links between pages, and from pages to files, lead somewhere.</summary>
public partial class LinkTests
{
    private static readonly string[] Ignored = ["bin", "obj", "out", "TestResults", "BenchmarkDotNet.Artifacts", ".git"];

    public static TheoryData<string> Pages => new(PagesIn(new DirectoryInfo(Repository.Root)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksLeadSomewhere(string page)
    {
        var path = Repository.PathOf(page);
        var text = CodePattern().Replace(File.ReadAllText(path).ReplaceLineEndings("\n"), "");
        var broken = LinkPattern().Matches(text)
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Exists(path, target));
        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void ProjectsInCommandsExist(string page) =>
        Assert.All(ProjectPattern().Matches(File.ReadAllText(Repository.PathOf(page))), match => Assert.True(
            Directory.EnumerateFiles(Repository.PathOf(match.Groups["path"].Value), "*.csproj").Any(), match.Value));

    [Theory]
    [InlineData("missing.md", false)]
    [InlineData("README.md#no-such-heading", false)]
    [InlineData("#no-such-heading", false)]
    [InlineData("generator", true)]
    [InlineData("README.md#install", true)]
    public void ABrokenLinkIsSeen(string target, bool exists) =>
        Assert.Equal(exists, Exists(Repository.PathOf("README.md"), target));

    [Fact]
    public void ThePagesOfEachFolderAreFound() =>
        Assert.Subset(
            PagesIn(new DirectoryInfo(Repository.Root)).ToHashSet(),
            new HashSet<string> { "README.md", "src/README.md", "docs/internals/architecture.md", "tests/README.md" });

    private static bool Exists(string page, string target)
    {
        var (file, heading) = target.Split('#') is [var name, var anchor] ? (name, anchor) : (target, null);
        var path = file.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, file));
        if (heading is null)
            return File.Exists(path) || Directory.Exists(path);
        return File.Exists(path) && File.ReadLines(path).Where(line => line.StartsWith('#')).Any(line => Anchor(line) == heading);
    }

    /// <summary>The anchor that the usual renderers give a heading.</summary>
    private static string Anchor(string heading) =>
        AnchorPattern().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> PagesIn(DirectoryInfo folder) =>
        folder.EnumerateFiles("*.md").Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(child => !Ignored.Contains(child.Name)).SelectMany(PagesIn));

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"(--project|dotnet (pack|publish -c Release|test -c Release)) (?<path>(src|samples|benchmarks|tests)/[\w/.]+)")]
    private static partial Regex ProjectPattern();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex AnchorPattern();
}
