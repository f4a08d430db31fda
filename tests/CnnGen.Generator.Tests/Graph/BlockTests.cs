using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Layers that stand in blocks: their names, what they read, and what they make of the sizes that a use gives.</summary>
public class BlockTests
{
    [Fact]
    public void NamesBeginWithThatOfTheUse() => Assert.Equal(
        ["input", "my_step.conv2d", "my_step.relu", "my_step_1.conv2d", "my_step_1.relu", "last.conv2d", "last.relu", "conv2d"],
        Names(Build(
            """
            [Input(8, 8, 2)] [Block(typeof(MyStep), Filters = 2, Repeat = 2)] [Block(typeof(MyStep), Filters = 2, Name = "last")]
            [Conv2D(1, 1)] partial class Net;
            [BlockInput] [Conv2D(Block.Filters, 1)] [Activation(Activation.Relu, Name = "relu")] static class MyStep;
            """)));

    [Fact]
    public void ABlockReadsWhatItsUseNamesAndItsNameIsItsLastLayer() => Assert.Equal(
        ["input <-", "a <- input", "b <- a", "inner.conv2d <- a", "inner.add <- inner.conv2d, a", "add <- inner.add, b"],
        Readers(Build(
            """
            [Input(8, 8, 2)] [Conv2D(2, 1, Name = "a")] [Conv2D(2, 1, Name = "b")] [Block(typeof(Skip), From = "a", Name = "inner")]
            [Add("b", From = "inner")] partial class Net;
            [BlockInput] [Conv2D(Block.Channels, 1)] [Add("input")] static class Skip;
            """)));

    [Theory]
    [InlineData("4 * Block.Filters", 24)]
    [InlineData("(Block.Filters + Block.Expansion) / 2", 4)]
    [InlineData("Block.Channels % 4", 1)]
    [InlineData("Block.Strides == 1 ? Block.Filters : 99", 6)]
    [InlineData("Block.Filters > 100 || true ? 7 : 8", 7)]
    [InlineData("!(Block.Filters > 100) && Block.Units == 0 ? 7 : 8", 8)]
    [InlineData("(int)(0.75 * Block.Filters)", 4)]
    [InlineData("Twice", 12)]
    [InlineData("-Block.Filters + 10", 4)]
    [InlineData("Block.Units != 1 && Block.Filters / (Block.Units - 1) > 2 ? 8 : 4", 4)]
    [InlineData("Block.Units == 1 || Block.Filters / (Block.Units - 1) > 2 ? 8 : 4", 8)]
    [InlineData("Block.Rate <= 1 ? 5 : 6", 6)]
    [InlineData("11", 11)]
    public void SizesAreComputedAsCSharpWould(string filters, int expected)
    {
        var text = $$"""
            [Input(8, 8, 5)] [Block(typeof(Step), Filters = 6, Expansion = 3, Units = 1, Rate = double.NaN)] partial class Net;
            [BlockInput] [Conv2D({{filters}}, 1)] static class Step { const int Twice = 2 * Block.Filters; }
            """.Replace("Conv2D(Twice", "Conv2D(Step.Twice").Replace("const int", "public const int");
        Assert.Equal(expected, Build(text).Output.OutputShape.Channels);
    }

    [Fact]
    public void BlocksHandSizesOnToBlocks()
    {
        var network = Build(
            """
            [Input(8, 8, 3)] [Block(typeof(Outer), Filters = 5, Strides = 2)] partial class Net;
            [BlockInput] [Block(typeof(Inner), Filters = 2 * Block.Filters, Units = Block.Channels, Strides = Block.Strides)]
            static class Outer;
            [BlockInput] [Conv2D(Block.Filters, 1, Strides = Block.Strides)] [Conv2D(Block.Units, 1)] static class Inner;
            """);
        Assert.Equal(["(8, 8, 3)", "(4, 4, 10)", "(4, 4, 3)"], network.Layers.Select(layer => $"{layer.OutputShape}"));
        Assert.Equal("outer.inner.conv2d_1", network.Output.Name);
    }

    [Fact]
    public void AFrozenUseFreezesAllThatStandsInIt() => Assert.Equal(
        ["outer.inner.conv2d", "outer.conv2d", "dense"],
        Build(
            """
            [Input(8, 8, 2)] [Block(typeof(Outer), Frozen = true)] [Block(typeof(Outer))] [Flatten] [Dense(2, Frozen = true)] [Dense(2)]
            partial class Net;
            [BlockInput] [Block(typeof(Inner))] [Conv2D(2, 1)] static class Outer;
            [BlockInput] [Conv2D(2, 1)] static class Inner;
            """).Layers.Where(layer => layer.IsFrozen).Select(layer => layer.Name));

    [Fact]
    public void WhetherABlockIsFrozenMayDependOnTheUseAroundIt() => Assert.Equal(
        ["wide.step.conv2d"],
        Build(
            """
            [Input(8, 8, 2)] [Block(typeof(Outer), Filters = 2)] [Block(typeof(Outer), Filters = 4, Name = "wide")] partial class Net;
            [BlockInput] [Block(typeof(Step), Frozen = Block.Filters > 3)] static class Outer;
            [BlockInput] [Conv2D(2, 1)] static class Step;
            """).Layers.Where(layer => layer.IsFrozen).Select(layer => layer.Name));

    /// <summary>As C# gives an int to a parameter of type double.</summary>
    [Theory]
    [InlineData("[Rescaling(Block.Units)]")]
    [InlineData("[Dropout(Block.Units > 5 ? 0.5 : 0)]")]
    [InlineData("[Block(typeof(Noise), Rate = Block.Units - 2)]")]
    public void WholeNumbersServeWhereDoublesAreAsked(string layer) => Assert.Equal(3, Build(
        $$"""
        [Input(8, 8, 2)] [Block(typeof(Step), Units = 2)] partial class Net;
        [BlockInput] {{layer}} [Conv2D(2, 1)] static class Step;
        [BlockInput] [GaussianNoise(Block.Rate)] static class Noise;
        """).Layers.Count);

    [Theory]
    [InlineData("[Conv2D(checked(Block.Filters * 2), 1)]", "CNN063")]
    [InlineData("[Conv2D((int)(Block.Filters * 2L), 1)]", "CNN063")]
    [InlineData("[Conv2D((int)(Block.Filters * 1.5m), 1)]", "CNN063")]
    [InlineData("[Conv2D(Block.Filters + 'a', 1)]", "CNN063")]
    [InlineData("[Conv2D(Own.Shifted, 1)]", "CNN063")]
    [InlineData("[Conv2D(2, 1, Name = Block.Filters > 3 ? \"x\" : \"y\")]", "CNN063")]
    [InlineData("[Conv2D(2, 1, Name = \"x\")] [Add(Block.Filters > 3 ? \"x\" : \"input\")]", "CNN063")]
    [InlineData("[Conv2D(2, 1, Name = \"x\")] [Output(Block.Filters > 3 ? \"x\" : \"input\")] [Conv2D(2, 1)]", "CNN063")]
    [InlineData("[Conv2D(Block.Filters / (Block.Filters - 3), 1)]", "CNN067")]
    [InlineData("[Block(typeof(Inner), Units = Block.Filters / (Block.Filters - 3))]", "CNN067")]
    [InlineData("[Block(typeof(Inner), Units = 1, Repeat = int.MaxValue)]", "CNN060")]
    [InlineData("[Block(null)]", "CNN056")]
    [InlineData("[Block(typeof(int[]))]", "CNN056")]
    [InlineData("[Add(null)]", "CNN053")]
    [InlineData("[Conv2D(3, 1)] [Add(\"input\", null)]", "CNN050")]
    public async Task WhatHasNoValueInABlockIsOneError(string layers, string id)
    {
        var compilation = Compiler.Create(
            $$"""
            [Input(8, 8, 3)] [Block(typeof(Step), Filters = 3)] [Conv2D(1, 1)] partial class Net;
            [BlockInput] {{layers}} static class Step;
            [BlockInput] [Conv2D(Block.Units, 1)] static class Inner;
            static class Own { public const int Shifted = Block.Filters << 1; }
            """);
        Assert.DoesNotContain(Compiler.Complaints(compilation), complaint => complaint.Id != "CS8625");
        // Filters that nothing reads are a warning besides.
        var errors = (await Compiler.AnalyzeAsync(compilation)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(id, Assert.Single(errors).Id);
    }

    [Theory]
    [InlineData("[Input(8, 8, Block.Filters)] [Conv2D(1, 1)]")]
    [InlineData("[Input(8, 8, 3)] [LayerDefaults(KernelSize = Block.KernelSize)] [Conv2D(1)]")]
    [InlineData("[Input(8, 8, 3)] [Block(typeof(Step), Filters = Block.Filters)]")]
    [InlineData("[Input(8, 8, 3)] [Conv2D(Block.Filters, 1)]")]
    public async Task SizesOfABlockAreNothingOutsideOfOne(string layers)
    {
        var compilation = Compiler.Create(
            $"{layers} partial class Net; [BlockInput] [Conv2D(Block.Filters, 1)] static class Step;");
        Assert.Equal("CNN059", Assert.Single(await Compiler.AnalyzeAsync(compilation)).Id);
    }

    /// <summary>Where editors compile projects together, and where the build reads the other one's assembly.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OtherProjectsGiveConstantsAndNoBlocks(bool isSource)
    {
        var other = Compiler.Create(
            """
            [BlockInput] [Conv2D(2, 1)] public static class Step;
            public static class Sizes { public const int Half = 3, Width = 2 * Half; }
            """).WithAssemblyName("Other");
        using var image = new MemoryStream();
        Assert.True(other.Emit(image).Success);
        MetadataReference reference = isSource ? other.ToMetadataReference() : MetadataReference.CreateFromImage(image.ToArray());
        var constant = Compiler.Create("[Input(8, 8, 3)] [Conv2D(Sizes.Width, 1)] partial class Net;").AddReferences(reference);
        Assert.Empty(await Compiler.AnalyzeAsync(constant));
        var block = Compiler.Create("[Input(8, 8, 3)] [Block(typeof(Step))] partial class Net;").AddReferences(reference);
        Assert.Equal("CNN056", Assert.Single(await Compiler.AnalyzeAsync(block)).Id);
    }

    [Fact]
    public void DefaultsOfABlockStayInIt()
    {
        var network = Build(
            """
            [Input(8, 8, 1)] [LayerDefaults(KernelSize = 5)] [Block(typeof(Step))] [Conv2D(1)] partial class Net;
            [BlockInput] [LayerDefaults(KernelSize = 3)] [Conv2D(1)] static class Step;
            """);
        Assert.Equal(["(8, 8, 1)", "(6, 6, 1)", "(2, 2, 1)"], network.Layers.Select(layer => $"{layer.OutputShape}"));
    }

    [Fact]
    public async Task AnErrorInABlockIsReportedOnceAtItsLine()
    {
        var compilation = Compiler.Create(
            """
            [Input(8, 8, 1)] [Block(typeof(Step), Filters = 4, Repeat = 3)] partial class Net;
            [BlockInput] [Conv2D(Block.Filters, 1)] [Conv2D(Block.Filters, 9)] static class Step;
            """);
        var error = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal("CNN030", error.Id);
        Assert.Contains("'step.conv2d_1'", error.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("9", error.Location.SourceTree!.GetText().ToString(error.Location.SourceSpan));
    }

    private static Network Build(string source)
    {
        var compilation = Compiler.Create(source);
        Assert.Empty(Compiler.Complaints(compilation));
        var declaration = NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration;
        var (network, errors) = NetworkBuilder.Build(declaration);
        Assert.DoesNotContain(errors, error => !error.IsWarning);
        return network!;
    }

    private static IEnumerable<string> Names(Network network) => network.Layers.Select(layer => layer.Name);

    private static IEnumerable<string> Readers(Network network) => network.Layers.Select(
        layer => $"{layer.Name} <- {string.Join(", ", layer.Inputs.Select(input => network.Layers[input].Name))}".TrimEnd());
}
