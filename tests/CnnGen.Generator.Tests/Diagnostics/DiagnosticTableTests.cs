using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>Ids, descriptors, release notes, pages and tests are one set; none can be forgotten.</summary>
public partial class DiagnosticTableTests
{
    private static readonly string[] Ids =
    [
        .. typeof(DiagnosticIds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void IdsAreUnique() => Assert.Equal(Ids.Distinct(), Ids);

    [Fact]
    public void EveryIdHasOneDescriptorInTheTable()
    {
        Assert.Equal(Ids, DiagnosticDescriptors.All.Select(descriptor => descriptor.Id));
        var fields = typeof(DiagnosticDescriptors).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(Microsoft.CodeAnalysis.DiagnosticDescriptor))
            .Select(field => field.GetValue(null))
            .ToImmutableHashSet();
        Assert.True(fields.SetEquals(DiagnosticDescriptors.All));
    }

    [Fact]
    public void EveryIdHasAPageWithItsTitle()
    {
        Assert.Equal(Ids, HelpPage.Ids());
        foreach (var descriptor in DiagnosticDescriptors.All)
        {
            var page = HelpPage.Read(descriptor.Id);
            Assert.Equal((descriptor.Id, descriptor.Title.ToString()), (page.Id, page.Title));
        }
    }

    [Fact]
    public void TheIndexListsEveryPage() =>
        Assert.Equal(
            DiagnosticDescriptors.All.Select(descriptor =>
                $"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.Title}"
                    + $" |{(HelpPage.Read(descriptor.Id).CodeFixes.Count > 0 ? " yes |" : " |")}"),
            File.ReadAllLines(Path.Combine(HelpPage.Folder, "README.md"))
                .Where(line => line.StartsWith("| [CNN", StringComparison.Ordinal)));

    [Fact]
    public void EveryIdIsInOneReleaseFile()
    {
        string[] files = ["AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md"];
        var rows = files.SelectMany(file => File.ReadLines(Repository.PathOf("generator", "CnnGen.Generator", file)))
            .Select(line => RowPattern().Match(line))
            .Where(match => match.Success)
            .Select(match => (Id: match.Groups["id"].Value, Title: match.Groups["title"].Value))
            .OrderBy(row => row.Id, StringComparer.Ordinal);
        Assert.Equal(DiagnosticDescriptors.All.Select(descriptor => (descriptor.Id, descriptor.Title.ToString())), rows);
    }

    [Fact]
    public void EveryIdIsTested()
    {
        // The fault of the generator itself is provoked by GeneratorTests; all others by the examples of their pages.
        Assert.Equal(Ids, HelpPageTests.TestedIds.Append(DiagnosticIds.InternalError));
        Assert.All(
            Ids.Where(id => id != DiagnosticIds.InternalError),
            id => Assert.True(HelpPage.Read(id) is { Wrong: not null, Right: not null, Message.Length: > 0 }, id));
    }

    [Fact]
    public void DocumentationCommentsShowTheMessageFormats()
    {
        string[] files =
        [
            "DiagnosticDescriptors.cs", "DiagnosticDescriptors.Graphs.cs", "DiagnosticDescriptors.Warnings.cs",
            "DiagnosticDescriptors.Weights.cs",
        ];
        var source = string.Concat(
            files.Select(file => File.ReadAllText(Repository.PathOf("generator", "CnnGen.Generator", "Diagnostics", file))));
        var shown = CommentPattern().Matches(LineBreakPattern().Replace(source, " "))
            .Select(match => match.Groups["format"].Value.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&"));
        Assert.Equal(DiagnosticDescriptors.All.Select(descriptor => descriptor.MessageFormat.ToString()).Order(), shown.Order());
    }

    [GeneratedRegex(@"^(?<id>CNN\d{3}) \| CnnGen \| (Error|Warning|Info) \| (?<title>.+)$")]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"/// <summary> ?<c>(?<format>.*?)</c> ?</summary>")]
    private static partial Regex CommentPattern();

    // Between two lines of a comment.
    [GeneratedRegex(@"(?<=///.*)\r?\n +/// ")]
    private static partial Regex LineBreakPattern();
}
