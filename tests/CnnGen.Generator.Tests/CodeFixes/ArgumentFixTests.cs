using CnnGen.Generator.Graph;

namespace CnnGen.Generator.Tests.CodeFixes;

/// <summary>Fixes of an argument by itself.</summary>
public class ArgumentFixTests
{
    [Theory]
    [InlineData("[Conv2D(8, 3, Strides = 0)]", "Set Strides to 1", "[Conv2D(8, 3, Strides = 1)]")]
    [InlineData("[Conv2D(kernelSize: 3, filters: -8)]", "Set filters to 1", "[Conv2D(kernelSize: 3, filters: 1)]")]
    [InlineData("[MaxPool2D(0)]", "Set poolSize to 1", "[MaxPool2D(1)]")]
    [InlineData("[Conv2D(8, 3, Net.Zero * 2, Name = \"c\")]", "Set kernelWidth to 1", "[Conv2D(8, 3, 1, Name = \"c\")]")]
    public async Task ACountBecomesOne(string wrong, string title, string right) => await ExpectAsync("CNN020", title, wrong, right);

    [Fact]
    public async Task EveryCountBecomesOne()
    {
        var project = FixedProject.Create("[Input(8, 8, 1)] [MaxPool2D(-1, 0), Conv2D(0, 0, Strides = 0)] partial class A;",
            "[Input(0, 0, 0)] [Flatten] partial class B;");
        var after = await project.ApplyToAllAsync("CNN020", "Set poolHeight to 1");
        Assert.Equal(
            ["[Input(8, 8, 1)] [MaxPool2D(1, 1), Conv2D(1, 1, Strides = 1)] partial class A;",
                "[Input(1, 1, 1)] [Flatten] partial class B;"], await after.TextsAsync());
    }

    [Theory]
    [InlineData("50", "0.5")]
    [InlineData("12.5", "0.125")]
    [InlineData("rate: 7", "rate: 0.07")]
    public async Task APercentageBecomesAFraction(string wrong, string right) =>
        await ExpectAsync("CNN021", $"Set the rate to {right.Replace("rate: ", "")}", $"[Dropout({wrong})]", $"[Dropout({right})]");

    [Theory]
    [InlineData("-0.5")]
    [InlineData("1")]
    [InlineData("100")]
    [InlineData("double.NaN")]
    public async Task ARateThatIsNoPercentageStays(string rate) =>
        Assert.Empty(await FixedProject.Create($"[Input(8, 8, 1)] [Dropout({rate})] partial class Net;").TitlesAsync("CNN021"));

    [Theory]
    [InlineData("[Conv2D(8, 3, Padding = (Padding)2)]", "Use Padding.Same", "[Conv2D(8, 3, Padding = Padding.Same)]")]
    [InlineData(
        "[Normalization(axis: (NormalizationAxis)7)]", "Use NormalizationAxis.Channel", "[Normalization(axis: NormalizationAxis.Channel)]")]
    [InlineData("[Activation((Activation)(-1), Name = \"a\")]", "Use Activation.Tanh", "[Activation(Activation.Tanh, Name = \"a\")]")]
    [InlineData("[LayerDefaults(KernelInitializer = (Initializer)99)] [Flatten]", "Use Initializer.HeNormal",
        "[LayerDefaults(KernelInitializer = Initializer.HeNormal)] [Flatten]")]
    public async Task AnEnumGetsOneOfItsMembers(string wrong, string title, string right) =>
        await ExpectAsync("CNN023", title, wrong, right);

    [Fact]
    public async Task EveryMemberOfTheEnumIsOffered() => Assert.Equal(
        Enum.GetNames<ConvAlgorithm>().Select(name => $"Use ConvAlgorithm.{name}"),
        await FixedProject.Create("[Input(8, 8, 1)] [Conv2D(4, 3, Algorithm = (ConvAlgorithm)9)] partial class Net;")
            .TitlesAsync("CNN023"));

    [Theory]
    [InlineData("[Conv2D(8)] [Flatten]", "[Conv2D(8, 3)] [Flatten]")]
    [InlineData("[Conv2D(filters: 8, Strides = 2), Flatten]", "[Conv2D(filters: 8, kernelSize: 3, Strides = 2), Flatten]")]
    [InlineData("[DepthwiseConv2D]", "[DepthwiseConv2D(3)]")]
    [InlineData("[CnnGen.DepthwiseConv2D(Name = \"d\")]", "[CnnGen.DepthwiseConv2D(3, Name = \"d\")]")]
    public async Task AConvolutionGetsAKernelSize(string wrong, string right) =>
        await ExpectAsync("CNN024", "Use a kernel size of 3", wrong, right);

    [Fact]
    public async Task EveryConvolutionGetsAKernelSize()
    {
        var project = FixedProject.Create("[Input(8, 8, 1)]\n[Conv2D(8)] [Conv2D(8)]\n[DepthwiseConv2D, Flatten]\npartial class Net;");
        var after = await project.ApplyToAllAsync("CNN024", "Use a kernel size of 3");
        Assert.Equal(["[Input(8, 8, 1)]\n[Conv2D(8, 3)] [Conv2D(8, 3)]\n[DepthwiseConv2D(3), Flatten]\npartial class Net;"],
            await after.TextsAsync());
    }

    [Theory]
    [InlineData("[Conv2D(8, 5, Algorithm = ConvAlgorithm.Winograd4x4, UseBias = false)]",
        "[Conv2D(8, 5, Algorithm = ConvAlgorithm.Auto, UseBias = false)]")]
    [InlineData("[Conv2D(8, 3, Strides = 2, Algorithm = (ConvAlgorithm)2)]", "[Conv2D(8, 3, Strides = 2, Algorithm = ConvAlgorithm.Auto)]")]
    public async Task TheAlgorithmIsLeftToThePlanner(string wrong, string right) =>
        await ExpectAsync("CNN025", "Set Algorithm = ConvAlgorithm.Auto", wrong, right);

    private static async Task ExpectAsync(string id, string title, string wrong, string right) =>
        await FixedProject.ExpectAsync(id, title, Source(wrong), Source(right));

    private static string Source(string layers) =>
        $"[Input(8, 8, 1)]\n{layers}\npublic partial class Net {{ private const int Zero = 0; }}\n";
}
