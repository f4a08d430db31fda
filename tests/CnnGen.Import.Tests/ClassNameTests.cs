using CnnGen.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Import.Tests;

/// <summary>What names a class and a namespace: what C# takes, and nothing else.</summary>
public sealed class ClassNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ClassNameTests() => KerasWriter.WriteHdf5(
        _folder["m.h5"], KerasWriter.Sequential("m", KerasWriter.Input("in", 1, 1, 1), KerasWriter.Layer("ReLU", "r")), "3.8.0");

    public void Dispose() => _folder.Dispose();

    /// <summary>Every keyword is tried, those that are keywords in some places only, too; C#'s compiler says what is right.</summary>
    [Fact]
    public void KeywordsNameNoClass()
    {
        var words = SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText);
        foreach (var word in words.Where(word => word.Length > 0 && char.IsLetter(word[0])))
        {
            var compilation = InMemoryCompiler.Create("names", [InMemoryCompiler.Parse($"public sealed class {word};", "a.cs")]);
            var isRefused = compilation.GetDiagnostics().Any(
                diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS8981");
            if (isRefused)
                Assert.Throws<ArgumentException>("ClassName", () => Read(new() { ClassName = word }));
        }

        Assert.Contains("'class' is a keyword", Message(new() { ClassName = "class" }), StringComparison.Ordinal);
        Assert.Contains("cannot name a class", Message(new() { ClassName = "record" }), StringComparison.Ordinal);
        Assert.Contains("use as a type", Message(new() { ClassName = "Padding" }), StringComparison.Ordinal);
        Assert.Contains("which every network uses", Message(new() { ClassName = "OutputSize" }), StringComparison.Ordinal);
        Assert.Contains("which every network uses", Message(new() { ClassName = "CnnGen" }), StringComparison.Ordinal);
        Assert.Contains("ends with Attribute", Message(new() { ClassName = "Conv2DAttribute" }), StringComparison.Ordinal);
        Assert.Contains("'Padding' is a type that layers use", Message(new() { Namespace = "A.Padding" }), StringComparison.Ordinal);
        Assert.Contains("'namespace' is a keyword", Message(new() { Namespace = "My.namespace" }), StringComparison.Ordinal);
        Assert.Contains("must be a name of C#", Message(new() { Namespace = "My..Shop" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Größe", "My.record.Shop")]
    [InlineData("_1", "")]
    public void OtherWordsDo(string name, string space)
    {
        var source = Read(new() { ClassName = name, Namespace = space }).Source;
        Assert.Contains($"class {name};", source, StringComparison.Ordinal);
    }

    /// <summary>The name of a file may be what XML is not, and have more lines than a comment.</summary>
    [SkippableFact]
    public void AFileMayHaveAnyName()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows does not take such names.");
        File.Copy(_folder["m.h5"], _folder["a<b>&c\nusing Evil;\n.h5"]);
        var source = NetworkImport.Read(_folder["a<b>&c\nusing Evil;\n.h5"], new() { ClassName = "M" }).Source;
        Assert.Contains("Imported from a&lt;b&gt;&amp;c_using Evil;_.h5, Keras", source, StringComparison.Ordinal);
        Assert.DoesNotContain("\nusing Evil", source, StringComparison.Ordinal);
    }

    private ImportedNetwork Read(ImportOptions options) => NetworkImport.Read(_folder["m.h5"], options);

    private string Message(ImportOptions options) => Assert.Throws<ArgumentException>(() => Read(options)).Message;
}
