using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>
/// Every id: its page's wrong example has that error, at the marked place, in the words of the page; its right example has none.
/// </summary>
public class HelpPageTests
{
    /// <summary>All but the fault of the generator itself, which no source provokes; GeneratorTests does.</summary>
    internal static IEnumerable<string> TestedIds =>
        HelpPage.Ids().Where(id => id != DiagnosticIds.InternalError);

    public static TheoryData<string> Ids => new(TestedIds);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task WrongExampleIsReportedOnceAtItsPlaceInThePagesWords(string id)
    {
        var page = HelpPage.Read(id);
        var source = MarkedSource.Parse(page.Wrong!.Source);
        Compilation compilation = Compiler.Create(page.Wrong.AllowUnsafe, source.Text);
        // What is generated is there when the analyzer looks.
        if (id == DiagnosticIds.GeneratedConstant)
            compilation = Compiler.Generate(compilation, page.Wrong.Options).Compilation;
        // What the generator reports stands beside errors of the compiler's own; what the analyzer reports is for it alone to see.
        Assert.Equal(DiagnosticDescriptors.OfGenerator.Any(descriptor => descriptor.Id == id), Compiler.Complaints(compilation).Any());

        var diagnostic = Assert.Single(await Compiler.DiagnoseAsync(
            compilation, page.Wrong.Options, DiagnosticDescriptors.IsSuggestion(id)));

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(page.Message, diagnostic.GetMessage());
        // An error of the build as a whole has no place, and its page no mark.
        if (diagnostic.Location == Location.None)
            Assert.Empty(source.Marks);
        else
            Assert.Equal(Assert.Single(source.Marks), MarkedSource.MarkOf(diagnostic));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task RightExampleIsClean(string id)
    {
        var right = HelpPage.Read(id).Right!;
        var compilation = Compiler.Create(right.AllowUnsafe, right.Source);
        var options = right.Options;

        // What is merely suggested is of no concern to the other pages.
        Assert.Empty(await Compiler.AnalyzeAsync(compilation, options));
        Assert.DoesNotContain(await Compiler.AnalyzeAsync(compilation, options, suggestions: true), diagnostic => diagnostic.Id == id);
        var (result, generated) = Compiler.Generate(compilation, options);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(generated));
        Assert.NotEmpty(result.GeneratedTrees);
    }
}
