using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The page on serving shows lines of the template's service, which <c>TemplateTests</c> runs.</summary>
public class ServingPageTests
{
    [Theory]
    [InlineData("server", "Program.cs")]
    [InlineData("server-prediction", "Classifier.cs")]
    public void ItsLinesAreThoseOfTheTemplate(string block, string file)
    {
        var program = File.ReadLines(Repository.PathOf("src", "CnnGen.Templates", "content", "cnn-serve", file))
            .Select(line => line.Trim());
        var lines = new Document("docs/serving.md").Block(block).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        Assert.Subset(program.ToHashSet(), lines.Select(line => line.Trim()).ToHashSet());
    }
}
