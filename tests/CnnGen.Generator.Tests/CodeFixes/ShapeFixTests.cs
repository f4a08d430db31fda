using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Fixes for shapes that do not fit each other.</summary>
public class ShapeFixTests
{
    [Theory]
    [InlineData("Use a pool size of 4", 4)]
    [InlineData("Use a pool size of 2", 2)]
    [InlineData("Use a pool size of 1", 1)]
    public async Task APoolSizeThatDividesTheChannels(string title, int size)
    {
        var project = FixedProject.Create(Source(3));
        Assert.Equal(["Use a pool size of 4", "Use a pool size of 2", "Use a pool size of 1"], await project.TitlesAsync("CNN034"));
        Assert.Equal([Source(size)], await (await project.ApplyAsync("CNN034", title)).TextsAsync());

        static string Source(int size) =>
            $$"""
            [Input(28, 28, 1)]
            [Conv2D(64, 3)] [DepthMaxPool({{size}}, Name = "groups")] // neighbours
            [Flatten]
            public sealed partial class Digits;
            """;
    }

    [Fact]
    public async Task TheNearestPoolSizeOfEveryNetwork()
    {
        var project = FixedProject.Create(Source("A", 3, 7), Source("B", 5, 6));
        var after = await project.ApplyToAllAsync("CNN034", "Use a pool size of 4");
        Assert.Equal([Source("A", 4, 8), Source("B", 4, 8)], await after.TextsAsync());

        static string Source(string name, int first, int second) =>
            $$"""
            [Input(8, 8, 64), DepthMaxPool(poolSize: {{first}})] public partial class {{name}}1;
            [Input(8, 8, 64)] [CnnGen.DepthMaxPool({{second}})] public partial class {{name}}2;
            """;
    }

    [Theory]
    [InlineData("[Conv2D(8, 5)] [Flatten]", "[Conv2D(8, 5, Padding = Padding.Same)] [Flatten]")]
    [InlineData("[MaxPool2D(3, 5, Name = \"p\"), Flatten]", "[MaxPool2D(3, 5, Name = \"p\", Padding = Padding.Same), Flatten]")]
    [InlineData("[Conv2D(8, 5, Padding = Padding.Valid, Strides = 2)]", "[Conv2D(8, 5, Padding = Padding.Same, Strides = 2)]")]
    [InlineData(
        "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D]", "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(Padding = Padding.Same)]")]
    public async Task SamePaddingForAWindowThatDoesNotFit(string wrong, string right) =>
        await FixedProject.ExpectAsync("CNN030", "Set Padding = Padding.Same", $"[Input(4, 3, 2)] {wrong} public partial class Net;",
            $"[Input(4, 3, 2)] {right} public partial class Net;");

    [Fact]
    public async Task PaddingIsQualifiedWhereItsNamespaceIsNotImported() => await FixedProject.ExpectAsync(
        "CNN030",
        "Set Padding = Padding.Same",
        "using L = CnnGen; class Padding { [L.Input(4, 4, 2)] [global::CnnGen.Conv2D(8, 5)] public partial class Net; }",
        "using L = CnnGen; class Padding { [L.Input(4, 4, 2)] [global::CnnGen.Conv2D(8, 5, Padding = L.Padding.Same)] public partial"
            + " class Net; }");

    [Theory]
    [InlineData("[Conv2D(8, 5)] [Flatten]", "Use a window of 3 x 3", "[Conv2D(8, 3)] [Flatten]")]
    [InlineData("[Conv2D(8, kernelSize: 5, Strides = 2)]", "Use a window of 3 x 3", "[Conv2D(8, kernelSize: 3, Strides = 2)]")]
    [InlineData("[Conv2D(8, 2, 5)]", "Use a window of 2 x 3", "[Conv2D(8, 2, 3)]")]
    [InlineData("[MaxPool2D(poolWidth: 9, poolHeight: 9)]", "Use a window of 4 x 3", "[MaxPool2D(poolWidth: 3, poolHeight: 4)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [Conv2D(8, UseBias = false)]", "Use a window of 3 x 3",
        "[LayerDefaults(KernelSize = 5)] [Conv2D(8, 3, UseBias = false)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [Conv2D(filters: 8)]", "Use a window of 3 x 3",
        "[LayerDefaults(KernelSize = 5)] [Conv2D(filters: 8, kernelSize: 3)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(Strides = 2)]", "Use a window of 3 x 3",
        "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(3, Strides = 2)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D()]", "Use a window of 3 x 3",
        "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(3)]")]
    public async Task TheLargestWindowThatFits(string wrong, string title, string right) =>
        await FixedProject.ExpectAsync(
            "CNN030", title, $"[Input(4, 3, 2)] {wrong} public partial class Net;", $"[Input(4, 3, 2)] {right} public partial class Net;");

    [Fact]
    public async Task AWindowWithAnAlgorithmOfItsOwnIsNotShrunk() => Assert.Equal(
        ["Set Padding = Padding.Same"],
        await FixedProject.Create("[Input(2, 2, 2)] [Conv2D(8, 3, Algorithm = ConvAlgorithm.Winograd2x2)] public partial class Net;")
            .TitlesAsync("CNN030"));

    [Fact]
    public async Task FlattenOnALineOfItsOwn() => await FixedProject.ExpectAsync(
        "CNN032",
        "Insert [Flatten]",
        """
        internal static partial class Networks
        {
            [Input(28, 28, 1)]
            [Conv2D(16, 3)]
            // The classifier.
            [Dense(10)] [Dropout(0.5)] // ten classes
            public sealed partial class Digits;
        }
        """,
        """
        internal static partial class Networks
        {
            [Input(28, 28, 1)]
            [Conv2D(16, 3)]
            // The classifier.
            [Flatten]
            [Dense(10)] [Dropout(0.5)] // ten classes
            public sealed partial class Digits;
        }
        """);

    [Fact]
    public async Task FlattenInBracketsOfSeveralLines() => await FixedProject.ExpectAsync(
        "CNN032",
        "Insert [Flatten]",
        "[\n\tInput(8, 8, 1),\n\tDense(10, // classes\n\t\tActivation.Softmax),\n]\npublic partial class Net;",
        "[\n\tInput(8, 8, 1),\n\tFlatten,\n\tDense(10, // classes\n\t\tActivation.Softmax),\n]\npublic partial class Net;");

    [Theory]
    [InlineData("Insert [Flatten]", "Flatten")]
    [InlineData("Insert [GlobalAveragePool2D]", "GlobalAveragePool2D")]
    public async Task FlattenBesideItsNeighbours(string title, string layer)
    {
        await FixedProject.ExpectAsync(
            "CNN032", title, "[Input(8, 8, 1)]\n[Conv2D(16, 3)] [Dense(10)]\npublic partial class Net;",
            $"[Input(8, 8, 1)]\n[Conv2D(16, 3)] [{layer}] [Dense(10)]\npublic partial class Net;");
        await FixedProject.ExpectAsync(
            "CNN032", title, "[Input(8, 8, 1), Dense(10)] public partial class Net;",
            $"[Input(8, 8, 1), {layer}, Dense(10)] public partial class Net;");
    }

    [Fact]
    public async Task FlattenIsQualifiedWhereItsNameIsTaken() => await FixedProject.ExpectAsync(
        "CNN032",
        "Insert [Flatten]",
        "partial class Outer { class FlattenAttribute : Attribute; [Input(8, 8, 1)] [Dense(10)] partial class Net; }",
        "partial class Outer { class FlattenAttribute : Attribute; [Input(8, 8, 1)] [CnnGen.Flatten] [Dense(10)] partial class Net; }");

    [Fact]
    public async Task FlattenInEveryNetwork()
    {
        var project = FixedProject.Create(Source("A", ""), Source("B", ""));
        var after = await project.ApplyToAllAsync("CNN032", "Insert [Flatten]");
        Assert.Equal([Source("A", "[Flatten] "), Source("B", "[Flatten] ")], await after.TextsAsync());

        static string Source(string name, string flatten) =>
            $$"""
            [Input(8, 8, 1)] {{flatten}}[Dense(10)] partial class {{name}}1;
            [Input(9, 9, 1)] [Conv2D(4, 3)] {{flatten}}[Dense(10)] [Dense(10)] partial class {{name}}2;
            """;
    }

    [Fact]
    public async Task NoFlattenThatWouldMakeAnotherError()
    {
        Assert.Equal(["Insert [GlobalAveragePool2D]"], await FixedProject.Create("[Input(4096, 4096, 3)] [Dense(20)] partial class Net;")
            .TitlesAsync("CNN032"));
    }

    [Fact]
    public async Task TheLayerThatFlattensMovesDownToTheDenseLayer() => await FixedProject.ExpectAsync(
        "CNN031",
        "Move [Flatten] down to [Dense]",
        """
        [Input(28, 28, 1)]
        [Flatten] // to a vector
        [MaxPool2D(2)]
        [Conv2D(16, 3)] [Dropout(0.5)]
        [Dense(10)]
        public sealed partial class Digits;
        """,
        """
        [Input(28, 28, 1)]
        [MaxPool2D(2)]
        [Conv2D(16, 3)] [Dropout(0.5)]
        [Flatten] // to a vector
        [Dense(10)]
        public sealed partial class Digits;
        """);

    [Theory]
    [InlineData(" [Flatten] [MaxPool2D(2)]", "Move [Flatten] to the end", " [MaxPool2D(2)] [Flatten]")]
    [InlineData(" [GlobalAveragePool2D]\n[MaxPool2D(2)] // half\n", "Move [GlobalAveragePool2D] to the end",
        "\n[MaxPool2D(2)] // half\n[GlobalAveragePool2D]\n")]
    public async Task TheLayerThatFlattensMovesToTheEnd(string wrong, string title, string right) =>
        await FixedProject.ExpectAsync(
            "CNN031", title, $"[Input(8, 8, 1)]{wrong} partial class Net;", $"[Input(8, 8, 1)]{right} partial class Net;");

    [Fact]
    public async Task TheLayerThatFlattensMovesInBracketsOfSeveralLines() => await FixedProject.ExpectAsync(
        "CNN031",
        "Move [Flatten] down to [Dense]",
        "[\n    Input(8, 8, 1),\n    Flatten,\n    MaxPool2D(2),\n    Dense(10)\n]\npublic partial class Net;",
        "[\n    Input(8, 8, 1),\n    MaxPool2D(2),\n    Flatten,\n    Dense(10)\n]\npublic partial class Net;");

    [Fact]
    public async Task NothingMovesAboveADenseLayer() =>
        Assert.Empty(
            await FixedProject.Create("[Input(8, 8, 1)] [Flatten] [Dense(64)] [MaxPool2D(2)] partial class Net;").TitlesAsync("CNN031"));
}
