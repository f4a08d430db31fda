using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The list of what the library may not call; the analyzer passes over a name that it does not find.</summary>
public class BannedSymbolTests
{
    [Fact]
    public void EveryNameIsThatOfSomethingAndHasAReason()
    {
        var framework = Compiler.Create("");
        var lines = File.ReadLines(Repository.PathOf("src", "BannedSymbols.txt")).Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(';')).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.NotEmpty(DocumentationCommentId.GetSymbolsForDeclarationId(line[0], framework)));
        Assert.All(lines, line => Assert.NotEqual("", line[1].Trim()));
    }
}
