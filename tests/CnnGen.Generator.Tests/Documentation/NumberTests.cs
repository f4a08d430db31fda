using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>Bounds on the page of numbers are those of the code that they speak of.</summary>
public partial class NumberTests
{
    [Fact]
    public void TheErrorBoundsAreThoseOfTheElementaryFunctions()
    {
        var source = File.ReadAllText(Repository.PathOf("src", "CnnGen", "Runtime", "Lanes", "Elementary.cs")).ReplaceLineEndings("\n");
        var stated = BoundPattern().Matches(source)
            .Select(match => (Function: match.Groups["function"].Value, Bound: match.Groups["bound"].Value))
            .ToList();
        var functions = typeof(Runtime.Elementary).GetMethods().Where(method => method.IsStatic).Select(method => method.Name);
        Assert.Equal(functions, stated.Select(bound => bound.Function));

        var page = new Document("docs/numbers.md");
        Assert.Equal(stated, page.Rows("elementary").Select(cells => (cells[0].Trim('`'), cells[1])));
    }

    [GeneratedRegex(@"(?<bound>within \d ulp)(?:(?!public static)[\s\S])*public static V (?<function>\w+)<")]
    private static partial Regex BoundPattern();
}
