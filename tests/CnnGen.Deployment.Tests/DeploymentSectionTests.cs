using System.Text.RegularExpressions;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Documentation;

namespace CnnGen.Deployment.Tests;

/// <summary>
/// How the front page installs the package and the page on deployment, followed literally: commands are run in order, C# is written to the
/// file that the line before it names, and what they say is printed must be printed.
/// </summary>
[Collection(FeedCollection.Name)]
public sealed class DeploymentSectionTests(PackageFeed feed, FreshHome home) : IClassFixture<FreshHome>
{
    private readonly Document _page = new("docs/deployment.md");

    [SkippableFact]
    public void APackageBecomesAnExecutable()
    {
        _ = NativeTools.CCompiler;
        home.Shell(home.Clone, new Document("README.md").Block("install"));
        home.Shell(home.Path, _page.Block("deployment-project"));
        var project = Path.Combine(home.Path, "Stripes");
        File.WriteAllText(Path.Combine(project, "Program.cs"), _page.Block("deployment-program"));
        var output = home.Shell(project, _page.Block("deployment-publish"));
        // Once with the JIT, once as an executable: the same bits.
        var printed = Regex.Escape(_page.Block("deployment-output"));
        Assert.True(Regex.Count(output, $"^{printed}", RegexOptions.Multiline) == 2, output);
        Assert.DoesNotContain("warning", output);
    }

    [SkippableFact]
    public void TheSampleBecomesAnExecutableThatPredicts()
    {
        _ = NativeTools.CCompiler;
        var output = home.Shell(home.Clone, _page.Block("deployment-tiny"));
        Assert.EndsWith(_page.Block("deployment-tiny-output"), output);
    }

    [SkippableFact]
    public void TheSampleBecomesALibraryThatACProgramTrains()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        _ = NativeTools.CCompiler;
        Assert.Contains("loaded, it predicts the same bits", home.Shell(home.Clone, _page.Block("deployment-native")));
    }

    [Fact]
    public void ThePackagesOwnReadmeCompiles()
    {
        var readme = new Document("src/CnnGen/README.md");
        var project = new ConsumerProject(
            feed.NewFolder(feedOnly: true), "Clothes", "<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>")
            .Add("Clothes.cs", readme.Block("network"))
            .Add("Program.cs", readme.Block("program"));
        project.Build();
    }
}
