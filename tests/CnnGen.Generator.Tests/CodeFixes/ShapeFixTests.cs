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
    [InlineData("[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D]", "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(Padding = Padding.Same)]")]
    public async Task SamePaddingForAWindowThatDoesNotFit(string wrong, string right) =>
        await ExpectAsync("CNN030", "Set Padding = Padding.Same", $"[Input(4, 3, 2)] {wrong} public partial class Net;", $"[Input(4, 3, 2)] {right} public partial class Net;");

    [Fact]
    public async Task PaddingIsQualifiedWhereItsNamespaceIsNotImported() => await ExpectAsync(
        "CNN030",
        "Set Padding = Padding.Same",
        "using L = CnnGen; class Padding { [L.Input(4, 4, 2)] [global::CnnGen.Conv2D(8, 5)] public partial class Net; }",
        "using L = CnnGen; class Padding { [L.Input(4, 4, 2)] [global::CnnGen.Conv2D(8, 5, Padding = L.Padding.Same)] public partial class Net; }");

    [Theory]
    [InlineData("[Conv2D(8, 5)] [Flatten]", "Use a window of 3 x 3", "[Conv2D(8, 3)] [Flatten]")]
    [InlineData("[Conv2D(8, kernelSize: 5, Strides = 2)]", "Use a window of 3 x 3", "[Conv2D(8, kernelSize: 3, Strides = 2)]")]
    [InlineData("[Conv2D(8, 2, 5)]", "Use a window of 2 x 3", "[Conv2D(8, 2, 3)]")]
    [InlineData("[MaxPool2D(poolWidth: 9, poolHeight: 9)]", "Use a window of 4 x 3", "[MaxPool2D(poolWidth: 3, poolHeight: 4)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [Conv2D(8, UseBias = false)]", "Use a window of 3 x 3", "[LayerDefaults(KernelSize = 5)] [Conv2D(8, 3, UseBias = false)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [Conv2D(filters: 8)]", "Use a window of 3 x 3", "[LayerDefaults(KernelSize = 5)] [Conv2D(filters: 8, kernelSize: 3)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(Strides = 2)]", "Use a window of 3 x 3", "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(3, Strides = 2)]")]
    [InlineData("[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D()]", "Use a window of 3 x 3", "[LayerDefaults(KernelSize = 5)] [DepthwiseConv2D(3)]")]
    public async Task TheLargestWindowThatFits(string wrong, string title, string right) =>
        await ExpectAsync("CNN030", title, $"[Input(4, 3, 2)] {wrong} public partial class Net;", $"[Input(4, 3, 2)] {right} public partial class Net;");

    [Fact]
    public async Task AWindowWithAnAlgorithmOfItsOwnIsNotShrunk() => Assert.Equal(
        ["Set Padding = Padding.Same"],
        await FixedProject.Create("[Input(2, 2, 2)] [Conv2D(8, 3, Algorithm = ConvAlgorithm.Winograd2x2)] public partial class Net;").TitlesAsync("CNN030"));

    private static async Task ExpectAsync(string id, string title, string wrong, string right) =>
        Assert.Equal([right], await (await FixedProject.Create(wrong).ApplyAsync(id, title)).TextsAsync());
}
