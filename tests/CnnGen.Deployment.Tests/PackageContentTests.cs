using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CnnGen.Deployment.Tests.Support;
using CnnGen.Generator.Tests.Support;
using CnnGen.Tests.Support;

namespace CnnGen.Deployment.Tests;

/// <summary>What is in the packages.</summary>
[Collection(FeedCollection.Name)]
public sealed class PackageContentTests(PackageFeed feed)
{
    [Fact]
    public void ThePackageHasTheLibraryTheCompilerExtensionsAndTheBuildSettings()
    {
        string[] expected =
        [
            "CHANGELOG.md", "LICENSE", "README.md", "icon.png",
            "analyzers/dotnet/cs/CnnGen.CodeFixes.dll", "analyzers/dotnet/cs/CnnGen.Generator.dll",
            // In folders of a framework, so that a project for an older one is told by NuGet that the package is not for it.
            "build/net9.0/CnnGen.Build.dll", "build/net9.0/CnnGen.NativeAot.targets", "build/net9.0/CnnGen.NativeHeader.targets",
            "build/net9.0/CnnGen.Weights.targets", "build/net9.0/CnnGen.props", "build/net9.0/CnnGen.targets",
            "buildTransitive/net9.0/CnnGen.targets",
            "lib/net10.0/CnnGen.dll", "lib/net10.0/CnnGen.xml", "lib/net9.0/CnnGen.dll", "lib/net9.0/CnnGen.xml",
        ];
        var pages = Directory.EnumerateFiles(Repository.PathOf("docs", "errors")).Select(path => $"docs/errors/{Path.GetFileName(path)}");
        Assert.Equal(expected.Concat(pages).Order(StringComparer.Ordinal), Content("CnnGen", ".nupkg"));
        Assert.Equal(["lib/net10.0/CnnGen.pdb", "lib/net9.0/CnnGen.pdb"], Content("CnnGen", ".snupkg"));
    }

    [Fact]
    public void ThePagesOfErrorsLinkOnlyToEachOther()
    {
        var pages = Content("CnnGen", ".nupkg").Where(file => file.StartsWith("docs/errors/")).ToList();
        foreach (var page in pages)
        {
            using var content = Read(".nupkg", page);
            var links = Regex.Matches(new StreamReader(content).ReadToEnd(), @"\]\((?<target>[^)\s]+)\)")
                .Select(match => $"docs/errors/{match.Groups["target"].Value}");
            Assert.Subset(pages.ToHashSet(), links.ToHashSet());
        }
    }

    [Fact]
    public void TheAddressOfTheProjectIsThatOfThePagesToo()
    {
        string LinkBase(params string[] arguments) => Command.DotNet(
            Repository.Root, ["msbuild", Path.Combine("generator", "CnnGen.Generator"), "-getItem:AssemblyMetadata", .. arguments]).Output;
        Assert.Contains("\"Value\": \"https://example.org/cnngen/blob/main/docs/errors/\"",
            LinkBase("-p:PackageProjectUrl=https://example.org/cnngen/"));
        Assert.Contains("\"Value\": \"\"", LinkBase("-p:PackageProjectUrl="));
    }

    [Theory]
    [InlineData("CnnGen", new string[0])]
    [InlineData("CnnGen.AspNetCore", new[] { "CnnGen" })]
    [InlineData("CnnGen.Distributed", new[] { "CnnGen" })]
    [InlineData("CnnGen.Charts", new[] { "CnnGen", "OxyPlot.Core" })]
    [InlineData("CnnGen.Images", new[] { "CnnGen" })]
    [InlineData("CnnGen.Import", new[] { "CnnGen", "Google.Protobuf", "PureHDF" })]
    [InlineData("CnnGen.Progress", new[] { "CnnGen", "Spectre.Console" })]
    [InlineData("CnnGen.Templates", new string[0])]
    [InlineData("CnnGen.Visualization", new[] { "CnnGen.Images" })]
    public void ThePackageSaysWhatItIsAndNeedsWhatIsSaid(string name, string[] needs)
    {
        using var package = Open(name, ".nupkg");
        using var stream = package.Entries.Single(entry => entry.FullName == $"{name}.nuspec").Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEqual("", Value("description"));
        Assert.Equal(needs, metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => element.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal));

        string Value(string element) => metadata.Elements().Single(child => child.Name.LocalName == element).Value;
    }

    [Theory]
    [InlineData("lib/net9.0/CnnGen.dll")]
    [InlineData("lib/net10.0/CnnGen.dll")]
    [InlineData("analyzers/dotnet/cs/CnnGen.CodeFixes.dll")]
    [InlineData("analyzers/dotnet/cs/CnnGen.Generator.dll")]
    [InlineData("build/net9.0/CnnGen.Build.dll")]
    public void TheBuildIsDeterministic(string assembly)
    {
        using var content = Read(".nupkg", assembly);
        using var reader = new PEReader(content);
        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void TheSymbolsCarryTheSources()
    {
        using var content = Read(".snupkg", "lib/net10.0/CnnGen.pdb");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(content);
        var pdb = provider.GetMetadataReader();
        var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        Assert.NotEmpty(pdb.Documents);
        Assert.All(pdb.Documents, document => Assert.Contains(
            pdb.GetCustomDebugInformation(document), information =>
                pdb.GetGuid(pdb.GetCustomDebugInformation(information).Kind) == embedded));
    }

    [Fact]
    public void TheChangesOfTheVersionAreTold()
    {
        var version = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;
        var latest = File.ReadLines(Repository.PathOf("CHANGELOG.md")).First(line => line.StartsWith("## "));
        Assert.Equal($"## {version}", latest);
    }

    /// <summary>The files of a package without those that every package has.</summary>
    private IEnumerable<string> Content(string name, string extension)
    {
        using var package = Open(name, extension);
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(file =>
                !file.StartsWith("_rels/") && !file.StartsWith("package/") && !file.EndsWith(".nuspec") && file != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>One file of CnnGen's package, in memory.</summary>
    private MemoryStream Read(string extension, string file)
    {
        using var package = Open("CnnGen", extension);
        using var stream = package.GetEntry(file)!.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private ZipArchive Open(string name, string extension) =>
        ZipFile.OpenRead(Path.Combine(feed.Feed, $"{name}.{PackageFeed.Version}{extension}"));
}
