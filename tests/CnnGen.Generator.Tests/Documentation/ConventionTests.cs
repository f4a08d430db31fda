using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>Numbers on the page of conventions are those of the code that they speak of.</summary>
public partial class ConventionTests
{
    [Fact]
    public void TheErrorBoundsAreThoseOfTheElementaryFunctions()
    {
        var source = File.ReadAllText(Repository.PathOf("src", "CnnGen", "Runtime", "Elementary.cs")).ReplaceLineEndings("\n");
        var stated = BoundPattern().Matches(source).Select(match => (match.Groups["function"].Value, match.Groups["bound"].Value)).ToList();
        Assert.Equal(typeof(Runtime.Elementary).GetMethods().Where(method => method.IsStatic).Select(method => method.Name), stated.Select(bound => bound.Item1));
        Assert.Equal(stated, new Document("generator", "docs", "conventions.md").Rows("elementary").Select(cells => (cells[0].Trim('`'), cells[1])));
    }

    [GeneratedRegex(@"<summary>(?:(?!</summary>)[\s\S])*?(?<bound>within \d ulp)(?:(?!public static)[\s\S])*public static V (?<function>\w+)<")]
    private static partial Regex BoundPattern();
}
