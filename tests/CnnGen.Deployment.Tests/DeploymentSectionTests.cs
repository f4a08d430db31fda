using System.Text.RegularExpressions;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Documentation;

namespace CnnGen.Deployment.Tests;

/// <summary>
/// The README's section on deployment, followed literally: its commands are run in order, its C# is written to the file that the line before it names, and what it
/// says is printed must be printed.
/// </summary>
[Collection(FeedCollection.Name)]
public sealed class DeploymentSectionTests(PackageFeed feed)
{
    private readonly Document _readme = new("README.md");

    [SkippableFact]
    public void APackageBecomesAnExecutable()
    {
        _ = NativeTools.CCompiler;
        using var home = new FreshHome();
        home.Shell(home.Clone, _readme.Block("deployment-pack"));
        home.Shell(home.Path, _readme.Block("deployment-project"));
        var project = Path.Combine(home.Path, "Stripes");
        File.WriteAllText(Path.Combine(project, "Program.cs"), _readme.Block("deployment-program"));
        var output = home.Shell(project, _readme.Block("deployment-publish"));
        // Once with the JIT, once as an executable: the same bits.
        var printed = Regex.Escape(_readme.Block("deployment-output"));
        Assert.True(Regex.Count(output, $"^{printed}", RegexOptions.Multiline) == 2, output);
        Assert.DoesNotContain("warning", output);
    }

    [SkippableFact]
    public void TheSampleBecomesAnExecutableThatPredicts()
    {
        _ = NativeTools.CCompiler;
        using var home = new FreshHome();
        var output = home.Shell(home.Clone, _readme.Block("deployment-tiny"));
        Assert.EndsWith(_readme.Block("deployment-tiny-output"), output);
    }

    [SkippableFact]
    public void TheSampleBecomesALibraryThatACProgramTrains()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The section's commands are those of Linux.");
        _ = NativeTools.CCompiler;
        using var home = new FreshHome();
        Assert.Contains("loaded, it predicts the same bits", home.Shell(home.Clone, _readme.Block("deployment-native")));
    }

    [Fact]
    public void ThePackagesOwnReadmeCompiles()
    {
        var readme = new Document("src", "CnnGen", "README.md");
        var project = new ConsumerProject(feed.NewFolder(feedOnly: true), "Clothes", "<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>")
            .Add("Clothes.cs", readme.Block("network"))
            .Add("Program.cs", readme.Block("program"));
        project.Build();
    }
}
