using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>The link of an error opens its page: at the project's address, or where the package lies on this machine.</summary>
public class HelpLinkTests
{
    private const string Wrong = "[Input(8, 8, 1)] [Conv2D(4, 9)] partial class Net;";

    private static readonly string Pages = HelpPage.Folder + Path.DirectorySeparatorChar;

    [Fact]
    public async Task WithoutAnAddressErrorsLinkToThePageThatCameWithThePackage()
    {
        var link =
            Assert.Single(await Compiler.AnalyzeAsync(Compiler.Create(Wrong), new TestOptions(errorPages: Pages))).Descriptor.HelpLinkUri;
        Assert.StartsWith("file:///", link);
        Assert.StartsWith("# CNN030:", File.ReadAllText(new Uri(link).LocalPath));
    }

    [Fact]
    public async Task ErrorsOfTheProjectAndOfTheGeneratorLinkToTheirs()
    {
        var options = new TestOptions("sse9", Pages);
        Assert.EndsWith(
            "/CNN041.md", Assert.Single(await Compiler.AnalyzeAsync(Compiler.Create("class Other;"), options)).Descriptor.HelpLinkUri);
        var generator = new NetworkGenerator(emit: (_, _) => throw new InvalidOperationException());
        var (result, _) = Compiler.Generate(Compiler.Create(Wrong.Replace("9", "3")), options, generator);
        Assert.EndsWith("/CNN090.md", Assert.Single(result.Diagnostics).Descriptor.HelpLinkUri);
    }

    [Theory]
    [InlineData("/home/me/.nuget/packages/cnngen/1.0.0/docs/errors/", "file:///home/me/.nuget/packages/cnngen/1.0.0/docs/errors/CNN030.md")]
    [InlineData("/home/my own/Größe/docs/errors/", "file:///home/my%20own/Gr%C3%B6%C3%9Fe/docs/errors/CNN030.md")]
    // A number sign in the path ends the value.
    [InlineData("/home/me/C", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void ALinkIsAFilesUriOrNone(string? folder, string expected) =>
        Assert.Equal(expected, HelpLinks.Read(new TestOptions(errorPages: folder).GlobalOptions)
            .Open(DiagnosticDescriptors.WindowTooLarge).HelpLinkUri);

    [Fact]
    public void OnlyTheLinkDiffers()
    {
        var (fixedOne, opened) = (DiagnosticDescriptors.WindowTooLarge, new HelpLinks(Pages).Open(DiagnosticDescriptors.WindowTooLarge));
        Assert.Equal(
            (fixedOne.Id, fixedOne.Title, fixedOne.MessageFormat, fixedOne.Category, fixedOne.DefaultSeverity, fixedOne.IsEnabledByDefault),
            (opened.Id, opened.Title, opened.MessageFormat, opened.Category, opened.DefaultSeverity, opened.IsEnabledByDefault));
    }

    [Fact]
    public void AnAddressIsThatOfAllErrors()
    {
        Assert.Equal("https://example.org/errors/CNN030.md", HelpLinks.Of("CNN030", "https://example.org/errors/"));
        Assert.Equal("", HelpLinks.Of("CNN030", ""));
        Assert.All(
            DiagnosticDescriptors.All, descriptor => Assert.Equal(HelpLinks.Of(descriptor.Id, HelpLinks.Address), descriptor.HelpLinkUri));
        // The same link everywhere is better than one of this machine.
        var addressed = new DiagnosticDescriptor(
            "CNN030", "", "", "", DiagnosticSeverity.Error, true, helpLinkUri: "https://example.org/errors/CNN030.md");
        Assert.Same(addressed, new HelpLinks(Pages).Open(addressed));
    }
}
