using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;
using GraphAlgorithm = CnnGen.Generator.Graph.ConvAlgorithm;
using GraphInitializer = CnnGen.Generator.Graph.Initializer;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Names, defaults and errors of whole networks.</summary>
public class NetworkBuilderTests
{
    private static readonly LayerDeclaration Image = Declare.Input(28, 28, 3);
    private static readonly LayerDeclaration Flat = Declare.Layer("Flatten");

    [Fact]
    public void NamesAreCountedPerKindOverLayersWithoutOne()
    {
        var network = Declare.Build(
            Image,
            Declare.Conv2D(4, 3, 3),
            Declare.Conv2D(4, 3, 3, ("Name", "stem")),
            Declare.Conv2D(4, 3, 3),
            Declare.Layer("AveragePool2D", ("PoolHeight", 2), ("PoolWidth", 2)),
            Declare.Layer("DepthMaxPool", ("PoolSize", 2)),
            Declare.Layer("Rescaling", ("Scale", 2.0)),
            Declare.Layer("GlobalAveragePool2D"),
            Declare.Layer("Activation", ("Function", 2)));
        Assert.Equal(
            ["input", "conv2d", "stem", "conv2d_1", "average_pooling2d", "depth_max_pool", "rescaling", "global_average_pooling2d",
                "activation"],
            network.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void AnAutomaticNameCannotBeTaken() =>
        Assert.Equal(
            ["CNN017@1.Name", "CNN017@4.Name"],
            Declare.Errors(
                Image,
                Declare.Conv2D(4, 3, 3, ("Name", "conv2d")),
                Declare.Conv2D(4, 3, 3),
                Flat,
                Declare.Layer("Flatten", ("Name", "flatten"))));

    [Fact]
    public void DefaultsApplyToTheLayersAfterThemThatLeaveAValueOut()
    {
        var network = Declare.Build(
            Image,
            Declare.Conv2D(4, 5, 5),
            Declare.Layer(
                "LayerDefaults", ("KernelSize", 3), ("Strides", 2), ("Padding", 1), ("Activation", 1), ("UseBias", false),
                ("KernelInitializer", 2)),
            Declare.Layer("Conv2D", ("Filters", 4)),
            Declare.Conv2D(4, 1, 2, ("StrideHeight", 1), ("Padding", 0), ("Activation", 4), ("UseBias", true), ("KernelInitializer", 1)),
            Declare.MaxPool2D(2, 2),
            Flat,
            Declare.Layer("Dense", ("Units", 2)),
            Declare.Layer("Dense", ("Units", 2), ("Activation", 0), ("UseBias", true), ("KernelInitializer", 3)));

        Assert.Equal(
        [
            (new Window(5, 5, 1, 1, 0, 0), true, ActivationFunction.Linear, GraphInitializer.GlorotUniform),
            (new Window(3, 3, 2, 2, 0, 0), false, ActivationFunction.Relu, GraphInitializer.HeUniform),
            (new Window(1, 2, 1, 2, 0, 0), true, ActivationFunction.Tanh, GraphInitializer.GlorotNormal),
        ],
        network.Layers.OfType<Conv2D>().Select(c => (c.Window, c.UseBias, c.Activation, c.Kernel.Initializer)));
        Assert.Equal(new Window(2, 2, 2, 2, 0, 0), network.Layers.OfType<MaxPool2D>().Single().Window);
        Assert.Equal(
            [(false, ActivationFunction.Relu, GraphInitializer.HeUniform), (true, ActivationFunction.Linear, GraphInitializer.HeNormal)],
            network.Layers.OfType<Dense>().Select(d => (d.UseBias, d.Activation, d.Kernel.Initializer)));
    }

    [Fact]
    public void AnAlgorithmOfTheDefaultsAppliesToTheWindowsThatItCanCompute()
    {
        var network = Declare.Build(
            Image,
            Declare.Layer("LayerDefaults", ("Algorithm", 3)),
            Declare.Conv2D(4, 3, 3),
            Declare.Conv2D(4, 5, 5),
            Declare.Conv2D(4, 3, 3, ("StrideWidth", 2)),
            Declare.Conv2D(4, 3, 3, ("Algorithm", 2)),
            Declare.Conv2D(4, 3, 2, ("Algorithm", 1)));
        Assert.Equal(
            [GraphAlgorithm.Winograd4x4, GraphAlgorithm.Auto, GraphAlgorithm.Auto, GraphAlgorithm.Winograd2x2, GraphAlgorithm.Direct],
            network.Layers.OfType<Conv2D>().Select(convolution => convolution.Algorithm));
    }

    [Fact]
    public void ADirectAlgorithmOfTheDefaultsAppliesToAllConvolutions()
    {
        var network =
            Declare.Build(Image, Declare.Layer("LayerDefaults", ("Algorithm", 1)), Declare.Conv2D(4, 3, 3), Declare.Conv2D(4, 5, 5));
        Assert.All(network.Layers.OfType<Conv2D>(), convolution => Assert.Equal(GraphAlgorithm.Direct, convolution.Algorithm));
    }

    [Fact]
    public void AllIndependentErrorsAreReportedAtOnceAndNothingElse() =>
        Assert.Equal(
            ["CNN020@1.Filters", "CNN030@2.PoolHeight", "CNN034@4.PoolSize", "CNN021@5.Rate", "CNN032@6", "CNN020@7.Units"],
            Declare.Errors(
                Image,
                // Its rows and columns are known; its channels are not.
                Declare.Conv2D(0, 3, 3),
                Declare.MaxPool2D(27, 27),
                // Its channels are known; its rows and columns are not.
                Declare.Conv2D(8, 3, 3),
                Declare.Layer("DepthMaxPool", ("PoolSize", 3)),
                Declare.Layer("Dropout", ("Rate", 1.0)),
                Declare.Layer("Dense", ("Units", 10)),
                Declare.Layer("Dense", ("Units", -1))));

    [Fact]
    public void AWrongDefaultIsReportedOnce() =>
        Assert.Equal(
            ["CNN020@1.KernelSize", "CNN023@1.Activation"],
            Declare.Errors(
                Image,
                Declare.Layer("LayerDefaults", ("KernelSize", 0), ("Activation", 99)),
                Declare.Layer("Conv2D", ("Filters", 4)),
                Declare.Layer("Conv2D", ("Filters", 4)),
                Flat,
                Declare.Layer("Dense", ("Units", 4))));

    [Fact]
    public void AnErrorFromADefaultIsReportedAtTheLayer() =>
        Assert.Equal(
            ["CNN030@2"],
            Declare.Errors(Image, Declare.Layer("LayerDefaults", ("KernelSize", 29)), Declare.Layer("Conv2D", ("Filters", 4))));

    [Fact]
    public void AnAttributeThatCSharpRejectsIsNoErrorOfOursAndHidesNone() =>
        Assert.Equal(
            ["CNN020@3.Units"],
            Declare.Errors(
                Image,
                Declare.Layer("Conv2D") with { DoesNotCompile = true },
                Declare.Layer("DepthMaxPool", ("PoolSize", 5)),
                Declare.Layer("Dense", ("Units", 0))));

    [Fact]
    public void AnAttributeThatCSharpRejectsLeavesNoNetwork()
    {
        var (network, errors) = NetworkBuilder.Build(Declare.Network(Image, Declare.Layer("Flatten") with { DoesNotCompile = true }));
        Assert.Null(network);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(11_585, 11_585, 4, "")]
    [InlineData(11_586, 11_586, 4, "CNN035@0")]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, "CNN035@0")]
    public void ATensorHasLessThanTwoGibibytes(int height, int width, int channels, string expected)
    {
        var (_, errors) =
            NetworkBuilder.Build(Declare.Network(Declare.Input(height, width, channels), Declare.Layer("GlobalAveragePool2D")));
        Assert.Equal(expected, string.Join(" ", errors.Select(error => $"{error.Id}@{error.AttributeIndex}")));
    }

    [Fact]
    public void PaddedInputsParametersAndSumsAreBoundedLikeTensors()
    {
        Assert.Equal(
            ["CNN035@1.PoolHeight"],
            Declare.Errors(Image, Declare.Layer("MaxPool2D", ("PoolHeight", 20_000), ("PoolWidth", 20_000), ("Padding", 1))));
        Assert.Equal(["CNN035@2.Units"], Declare.Errors(Image, Flat, Declare.Layer("Dense", ("Units", 1_000_000))));
        Assert.Equal(["CNN035@3"],
            Declare.Errors(Image, Flat, Declare.Layer("Dense", ("Units", 120_000)), Declare.Layer("Dense", ("Units", 3_000))));
        Assert.Equal(
            ["CNN035@2"],
            Declare.Errors(
                Declare.Input(10_000, 10_000, 2), Declare.Layer("Dropout", ("Rate", 0.1)), Declare.Layer("Dropout", ("Rate", 0.1))));
    }

    [Fact]
    public void NoArgumentsMakeItThrow()
    {
        int[] extents = [1, 2, 3, 4, 5, 28, 100_000, int.MinValue, -1, 0, int.MaxValue];
        string[] kinds = [LayerDefaults.Kind, .. LayerRule.Table.Keys];
        string[] integers =
        [
            "Height", "Width", "Channels", "Filters", "KernelHeight", "KernelWidth", "KernelSize", "PoolHeight", "PoolWidth",
            "PoolSize", "Units",
            "Strides", "StrideHeight", "StrideWidth", "Padding", "Activation", "Function", "Axis", "KernelInitializer", "Algorithm",
        ];
        var networks = 0;
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            int Extent() => extents[random.Next(random.Next(10) == 0 ? extents.Length : 5)];
            LayerDeclaration Any(string kind) => Declare.Layer(
                kind,
                [.. integers.Where(_ => random.Next(4) > 0).Select(name => (name, (object)Extent())), ("Rate", random.NextDouble() * 1.1),
                    ("Scale", 1.0)]);
            var attributes = Enumerable.Range(0, random.Next(8)).Select(_ => Any(kinds[random.Next(kinds.Length)]))
                .Prepend(Declare.Input(28, 28, 4));

            var (network, errors) = NetworkBuilder.Build(Declare.Network([.. attributes]));

            Assert.True(network is null || errors.All(error => error.IsWarning), $"seed {seed}");
            foreach (var layer in network?.Layers ?? EquatableArray<Layer>.Empty)
                Assert.True(layer.OutputShape is { Height: > 0, Width: > 0, Channels: > 0 }, $"seed {seed}: {layer}");
            networks += network is null ? 0 : 1;
        }

        // Otherwise only errors were tried.
        Assert.True(networks > 50, $"{networks} networks");
    }
}
