using CnnGen.CodeFixes;
using CnnGen.CodeFixes.Fixes;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Every id has code fixes or a page that says why not; every fix that a page names mends its wrong example.</summary>
public class CodeFixTableTests
{
    public static TheoryData<string> Ids => new(HelpPage.Ids().Where(id => HelpPage.Read(id).CodeFixes.Count > 0));

    [Fact]
    public void EveryIdHasAFixOrAReason()
    {
        // Some are also offered at errors of the compiler's.
        var fixable = FixedProject.Providers.SelectMany(provider => provider.FixableDiagnosticIds)
            .Where(id => id.StartsWith("CNN", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(HelpPage.Ids().Where(id => HelpPage.Read(id).CodeFixes.Count > 0), fixable);
        Assert.All(HelpPage.Ids(), id =>
            Assert.True(HelpPage.Read(id) is { CodeFixes.Count: > 0 } != (HelpPage.Read(id).WhyNoCodeFix is not null), id));
    }

    [Fact]
    public void TheAssemblyNeedsTheGeneratorAndWhatEditorsBring() => Assert.Subset(
        new HashSet<string>
        {
            "CnnGen.Generator", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.Workspaces",
            "System.Collections.Immutable",
            "System.Memory", "System.Composition.AttributedModel", "netstandard",
        },
        typeof(NetworkCodeFix).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToHashSet());

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task WhatThePageNamesIsOfferedAndMendsItsWrongExample(string id)
    {
        var page = HelpPage.Read(id);
        var wrong = page.Wrong!;
        var project = FixedProject.Create(wrong.AllowUnsafe, wrong.Weights, [MarkedSource.Parse(wrong.Source).Text]);
        Assert.Equal(page.CodeFixes, await project.TitlesAsync(id));
        foreach (var title in page.CodeFixes)
            await project.ApplyAsync(id, title);
    }
}
