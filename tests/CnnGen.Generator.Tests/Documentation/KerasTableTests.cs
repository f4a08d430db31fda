using System.Reflection;
using System.Text.RegularExpressions;
using CnnGen.Images;

namespace CnnGen.Generator.Tests.Documentation;

/// <summary>The page for those who come from Keras names nothing that is not there.</summary>
public partial class KerasTableTests
{
    private static readonly Document Page = new("docs", "keras.md");

    [Theory]
    [InlineData("keras-compile")]
    [InlineData("keras-fit")]
    public void WhateverStandsForSomethingOfKerasIsThere(string table)
    {
        var types = typeof(INetwork).Assembly.GetExportedTypes().Concat(typeof(ImageFolder).Assembly.GetExportedTypes())
            .ToLookup(type => type.Name);
        var names = Page.Rows(table).SelectMany(cells => NamePattern().Matches(cells[1]))
            .Select(match => match.Groups["name"].Value).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name =>
        {
            var parts = name.Split('.');
            var type = Assert.Single(types[parts[0]]);
            if (parts is [_, var member])
                Assert.NotEmpty(type.GetMember(member, BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static));
        });
    }

    /// <summary>A row that names nothing says so, and why.</summary>
    [Theory]
    [InlineData("keras-compile")]
    [InlineData("keras-fit")]
    public void WhatIsMissingHasAReason(string table) => Assert.All(
        Page.Rows(table), cells => Assert.True(NamePattern().IsMatch(cells[1]) || (cells[1] == "none" && cells[2].Length > 10), cells[0]));

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex NamePattern();
}
