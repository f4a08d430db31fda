using System.Text.RegularExpressions;
using CnnGen.Data;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Documentation;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>The page that goes from a file of Keras to one small executable, followed to the letter.</summary>
[Collection(FeedCollection.Name)]
public sealed class FromKerasTests(PackageFeed feed)
{
    // What the page promises.
    private const long MostBytes = 3_000_000;

    private readonly Document _page = new("docs/from-keras.md");

    [SkippableFact]
    public void AModelBecomesOneSmallExecutable()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The page's commands are those of Linux.");
        _ = NativeTools.CCompiler;
        var home = feed.NewFolder(feedOnly: false);
        var subset = new FashionMnistOptions { Folder = Repository.PathOf("samples", "FashionMnist", "data") };
        var boot = FashionMnist.Load(subset).Test.Bytes[..784];
        File.Copy(Fixtures.Path("models/fashion_mnist_model.keras"), Path.Combine(home, "clothes.keras"));
        File.WriteAllBytes(Path.Combine(home, "boot.png"), Png.Grey(28, 28, boot));
        UserShell.Run(home, home, _page.Block("from-keras-project"));

        var project = Path.Combine(home, "Clothes");
        File.WriteAllText(Path.Combine(project, "Program.cs"), _page.Block("from-keras-program"));
        var settings = Path.Combine(project, "Clothes.csproj");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("</Project>", $"{_page.Block("from-keras-weights")}</Project>"));
        var output = UserShell.Run(home, project, _page.Block("from-keras-publish"));
        Assert.EndsWith(_page.Block("from-keras-output"), output);
        Assert.DoesNotMatch(new Regex("warning (CS|CNN|IL)"), output);

        // One file, beside what debuggers read.
        var files = Directory.GetFiles(Path.Combine(project, "out")).Where(file => !file.EndsWith(".dbg")).ToList();
        Assert.Equal(["Clothes"], files.Select(Path.GetFileName));
        Assert.InRange(new FileInfo(files[0]).Length, 1, MostBytes);
    }
}
