using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Outputs besides the last layer: which layers can be one, and what the class has of them.</summary>
public class OutputTests
{
    /// <summary>Names that the generated class or its base have for something else.</summary>
    [Theory]
    [InlineData("outputs")]
    [InlineData("Outputs")]
    [InlineData("equals")]
    [InlineData("to_string")]
    [InlineData("get_type")]
    [InlineData("GetHashCode")]
    [InlineData("reference_equals")]
    [InlineData("images", "images_output", "imagesOutput")]
    [InlineData("further", "further0", "further_output")]
    [InlineData("a", "a_size", "aSize")]
    [InlineData("1", "-", "class")]
    public async Task AnyNameOfALayerServes(params string[] names)
    {
        var layers = string.Concat(names.Select(name => $"[Conv2D(2, 1, Name = \"{name}\")] [Output(\"{name}\")] "));
        var compilation = Compiler.Create($"[Input(4, 4, 1)] {layers} [Conv2D(2, 1)] public sealed partial class Net;");
        Assert.Empty(await Compiler.AnalyzeAsync(compilation));
        Assert.Empty(Compiler.Complaints(Compiler.Generate(compilation).Compilation));
    }

    [Theory]
    [InlineData("public int Predict => 1;", true)]
    [InlineData("public static class Predict;", true)]
    [InlineData("public void Predict(ReadOnlySpan<float> x, Span<float> first, Span<float> second) { }", true)]
    [InlineData("public void Predict(ReadOnlySpan<float> x, Span<float> first, Span<float> second, Span<float> third) { }", false)]
    [InlineData("public unsafe void Predict(ReadOnlySpan<float> x, Span<float> first, float** others, ReadOnlySpan<int> n) { }", false)]
    public async Task AMemberPredictClashesWhereItIsNoOverload(string member, bool clashes)
    {
        var compilation = Compiler.Create(
            $"[Input(4, 4, 1)] [Conv2D(2, 1, Name = \"a\")] [Output(\"a\")] [Conv2D(2, 1)] public partial class Net {{ {member} }}");
        Assert.Equal(clashes ? ["CNN009"] : [], (await Compiler.AnalyzeAsync(compilation)).Select(diagnostic => diagnostic.Id));
        var complaints = Compiler.Complaints(Compiler.Generate(compilation).Compilation);
        // What hides a member of the base class is said by C#, at the user's own line.
        Assert.DoesNotContain(complaints, complaint => complaint.Id is not ("CS0108" or "CS0114"));
    }

    [Fact]
    public async Task OutputsOfOneNameInTwoUsesOfABlockAreTwo()
    {
        var compilation = Compiler.Create(
            """
            [Input(4, 4, 1)] [Block(typeof(Step), Repeat = 2)] [Conv2D(1, 1, Name = "x")] [Output("x")] [Conv2D(1, 1)] partial class Net;
            [BlockInput] [Conv2D(1, 1, Name = "x")] [Output("x")] [Conv2D(1, 1)] static class Step;
            """);
        Assert.Empty(await Compiler.AnalyzeAsync(compilation));
        var network = Assert.Single(Compiler.Generate(compilation).Compilation.GetTypeByMetadataName("Net")!.GetTypeMembers("Outputs"));
        Assert.Equal(
            ["Conv2d", "StepX", "Step1X", "X"],
            network.GetMembers().OfType<IFieldSymbol>().Select(field => field.Name).Where(name => !name.EndsWith("Size")));
    }

    [Theory]
    [InlineData("[Output(\"b\")] [Output(\"b.conv2d\")]")]
    [InlineData("[Output(\"b.conv2d\")] [Output(\"b\")]")]
    [InlineData("[Output(\"b\")] [Output(\"b\")]")]
    public async Task OneLayerIsOneOutputUnderEitherOfItsNames(string outputs)
    {
        var compilation = Compiler.Create(
            $"[Input(4, 4, 1)] [Block(typeof(Step), Name = \"b\")] {outputs} [Conv2D(1, 1)] partial class Net;"
            + " [BlockInput] [Conv2D(1, 1)] static class Step;");
        Assert.Equal("CNN055", Assert.Single(await Compiler.AnalyzeAsync(compilation)).Id);
    }

    /// <summary>Layers of a block are named there as the block names them.</summary>
    [Fact]
    public async Task WhatNobodyReadsInABlockHasItsNameThere()
    {
        var compilation = Compiler.Create(
            """
            [Input(4, 4, 1)] [Block(typeof(Step), Name = "b")] [Conv2D(1, 1)] partial class Net;
            [BlockInput] [Conv2D(1, 1)] [Conv2D(1, 1, From = "input")] static class Step;
            """);
        var error = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal("CNN052", error.Id);
        Assert.Contains("(From = \"conv2d\", ", error.GetMessage(), StringComparison.Ordinal);
    }
}
