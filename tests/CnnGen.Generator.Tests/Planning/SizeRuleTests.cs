using CnnGen.Generator.Analysis;
using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Tests.Support;
using CnnGen.Training;

namespace CnnGen.Generator.Tests.Planning;

/// <summary>Sizes that wrap around, or come near it: one error with the count, or code; never a build that does not end.</summary>
public class SizeRuleTests
{
    [Theory]
    [InlineData("[Input(65536, 65536, 1)] [Flatten]", "Input(65536, 65536, 1) has an output of shape (65536, 65536, 1) = 4294967296"
        + " floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(65536, 32768, 1)] [Flatten]", "Input(65536, 32768, 1) has an output of shape (65536, 32768, 1) = 2147483648"
        + " floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(46340, 46340, 1)] [Flatten]", "Input(46340, 46340, 1) has an output of shape (46340, 46340, 1) = 2147395600"
        + " floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(int.MaxValue, int.MaxValue, 4)] [Flatten]", "Input(2147483647, 2147483647, 4) has an output of shape (2147483647,"
        + " 2147483647, 4) = more than 9223372036854775807 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(1, 1, 65536)] [Flatten] [Dense(65536)]",
        "Dense(65536) 'dense' has a kernel of shape (65536, 65536) = 4294967296 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(1, 1, 1)] [Conv2D(65536, 1)] [Conv2D(65536, 1)]", "Conv2D(65536, 1) 'conv2d_1' has a kernel of shape (1, 1, 65536,"
        + " 65536) = 4294967296 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(65536, 1, 1)] [Conv2D(65536, 1)]", "Conv2D(65536, 1) 'conv2d' has an output of shape (65536, 1, 65536) ="
        + " 4294967296 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(1, 1, 65536)] [DepthwiseConv2D(1, DepthMultiplier = 65536)]", "DepthwiseConv2D(1) 'depthwise_conv2d' has a kernel"
        + " of shape (1, 1, 65536, 65536) = 4294967296 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(2, 2, 1)] [MaxPool2D(65536, Padding = Padding.Same, Strides = 1)]", "MaxPool2D(65536) 'max_pooling2d' has a padded"
        + " input of shape (65537, 65537, 1) = 4295098369 floats, and at most 536870911 floats (2 GiB) would fit")]
    // What the planner makes of tensors and parameters that fit by themselves.
    [InlineData("[Input(16000, 16000, 1)] [Conv2D(1, 1)] [Conv2D(2, 15000)]",
        "Network 'Net' has a padded tensor (1001x1001x2) of 3843752004 floats, and at most 2147483647 floats (8 GiB) would fit")]
    [InlineData("[Input(1, 1, 268435456)] [Flatten] [Dropout(0.5)]", "Flatten 'flatten' has activations of one image that sum up, with the"
        + " layers before it, to 536870912 floats, and at most 536870911 floats (2 GiB) would fit")]
    [InlineData("[Input(3, 3, 3400000)] [Conv2D(17, 3, Algorithm = ConvAlgorithm.Winograd4x4)]",
        "Network 'Net' has a transformed kernel of 3916800576 floats, and at most 2147483647 floats (8 GiB) would fit")]
    [InlineData("[Input(3, 8000000, 16)] [Conv2D(16, 3, Algorithm = ConvAlgorithm.Winograd4x4)]",
        "Network 'Net' has transforms of a row of tiles of 2304001152 floats, and at most 2147483647 floats (8 GiB) would fit")]
    [InlineData("[Input(640, 640, 1)] [Conv2D(1, 1)] [Conv2D(1, 3, Strides = 65)]", "Conv2D(1, 3) 'conv2d_1' has strides that meet its"
        + " input in 4225 ways, each with code of its own in training, and at most 4096 would fit")]
    public async Task WhatIsTooLargeIsToldWithItsCount(string layers, string message)
    {
        var project = Compiler.Create($"{layers} public partial class Net;");
        var (result, compilation) = Compiler.Generate(project, new TestOptions("Scalar"));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        var diagnostic = Assert.Single(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal(("CNN035", message), (diagnostic.Id, diagnostic.GetMessage()));
    }

    [Theory]
    [InlineData("[Input(16000, 16000, 1)] [Conv2D(1, 3, Padding = Padding.Same)] [GlobalAveragePool2D] [Dense(2)]")]
    [InlineData("[Input(1, 1, 268435450)] [Flatten] [Dense(1)]")]
    [InlineData("[Input(1, 100000000, 1)] [Conv2D(1, 1, 3)] [MaxPool2D(1, 7)]")]
    [InlineData("[Input(100000000, 1, 1)] [Conv2D(3, 3, 1)] [DepthwiseConv2D(1, Strides = 3)] [DepthMaxPool(3)]")]
    [InlineData("[Input(2, 2, 3)] [Conv2D(2, 1)] [Conv2D(4, 3, Padding = Padding.Same, Strides = int.MaxValue)] [AveragePool2D(1, Strides"
        + " = int.MaxValue)] [MaxPool2D(1, Strides = int.MaxValue)]")]
    public async Task WhatJustFitsIsWritten(string layers)
    {
        var (result, compilation) = Compiler.Generate(Compiler.Create($"{layers} public partial class Net;"), new TestOptions("Scalar"));
        Assert.Empty(result.Diagnostics);
        Assert.Empty(Compiler.Complaints(compilation));
        Assert.Empty(await Compiler.AnalyzeAsync(compilation));
        Assert.Equal(2, result.GeneratedTrees.Length);
    }

    [Theory]
    [InlineData("[Input(28, 28, 1)] [Normalization] [Conv2D(24, 3)] [MaxPool2D(2)] [DepthwiseConv2D(3)] [Conv2D(32, 3, Strides = 2)]"
        + " [Flatten] [Dense(10, Activation.Softmax)]")]
    [InlineData("[Input(14, 14, 64)] [Conv2D(64, 3, Padding = Padding.Same)] [MaxPool2D(2)] [Conv2D(64, 3, Padding = Padding.Same)]"
        + " [Dropout(0.5)] [GlobalAveragePool2D] [Dense(3)]")]
    public void ThePlanThatIsAskedForSizesIsTheOneThatIsWritten(string layers)
    {
        var compilation = Compiler.Create($"{layers} public partial class Net;");
        var declaration = NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration;
        var (network, _) = NetworkRules.Check(declaration);
        Assert.Equal(
            Planner.Plan(network!, GeneratorOptions.Default).Memory, Planner.Plan(network!, new(EquatableArray<Target>.Empty)).Memory);
    }

    [Fact]
    public async Task AStrideBeyondTheInputIsAsGoodAsAnyOther()
    {
        var networks = new[] { "8", "1000", "int.MaxValue" }.Select((stride, index) =>
            $"""
            [Input(5, 5, 2)] [Conv2D(3, 2)] [Conv2D(2, 3, Padding = Padding.Same, Strides = {stride})]
            [MaxPool2D(1, Strides = {stride})] [Flatten] [Dense(2, Activation.Softmax)]
            public partial class Net{index};
            """);
        var assembly = await Compiler.LoadAsync(Compiler.Create(string.Concat(networks)));
        var weights = Enumerable.Range(0, 3).Select(index =>
        {
            using var network = (CompiledNetwork)assembly.GetType($"Net{index}")!.GetConstructors()[0].Invoke([1, null]);
            network.TrainBatch([.. Enumerable.Range(0, 100).Select(i => i / 100f)], [0, 1], new Sgd { LearningRate = 1 });
            return network.Parameters.SelectMany(parameter =>
            {
                var values = new float[parameter.Count];
                parameter.CopyTo(values);
                return values;
            }).ToArray();
        }).ToList();
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }
}
