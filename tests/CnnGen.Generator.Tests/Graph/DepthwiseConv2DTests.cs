using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;
using GraphConstant = CnnGen.Generator.Graph.Layers.ConstantValue;
using GraphDrawn = CnnGen.Generator.Graph.Layers.DrawnValue;
using GraphInitial = CnnGen.Generator.Graph.Layers.InitialValue;
using GraphInitializer = CnnGen.Generator.Graph.Initializer;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Shapes, weights, defaults and errors of depthwise convolutions; their windows are tested with those of other layers.</summary>
public class DepthwiseConv2DTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void EveryChannelHasKernelsOfItsOwn(int multiplier)
    {
        var layer = Declare.Build(
            Declare.Input(8, 7, 6),
            Declare.Layer("DepthwiseConv2D", ("KernelHeight", 3), ("KernelWidth", 2), ("DepthMultiplier", multiplier))).Output;
        Assert.Equal("depthwise_conv2d", layer.Name);
        Assert.Equal(Shape.Map(6, 6, 6 * multiplier), layer.OutputShape);
        Assert.Equal(
            [
                ("kernel", (GraphInitial)new GraphDrawn(GraphInitializer.GlorotUniform, 36, 6 * multiplier), $"3 2 6 {multiplier}",
                    6 * multiplier),
                ("bias", new GraphConstant(0), $"{6 * multiplier}", 6 * multiplier),
            ],
            layer.Parameters.Select(
                parameter => (parameter.Name, parameter.Initial, string.Join(" ", parameter.Shape), parameter.Columns)));
        // Two more rows and one more column under each output, six terms each.
        Assert.Equal(6 * 6 * 6 * multiplier * 6, layer.MultiplyAdds);
    }

    [Fact]
    public void DefaultsApplyButForTheInitializerOfOtherKernels()
    {
        var network = Declare.Build(
            Declare.Input(28, 28, 3),
            Declare.Layer(
                "LayerDefaults", ("KernelSize", 3), ("Strides", 2), ("Padding", 1), ("Activation", 1), ("UseBias", false),
                ("KernelInitializer", 2)),
            Declare.Layer("DepthwiseConv2D"),
            Declare.Layer("DepthwiseConv2D", ("KernelHeight", 1), ("KernelWidth", 2), ("Strides", 1), ("Padding", 0), ("UseBias", true),
                ("DepthwiseInitializer", 3)));
        Assert.Equal(
        [
            (new Window(3, 3, 2, 2, 0, 0), 1, false, ActivationFunction.Relu, GraphInitializer.GlorotUniform),
            (new Window(1, 2, 1, 1, 0, 0), 1, true, ActivationFunction.Relu, GraphInitializer.HeNormal),
        ],
        network.Layers.OfType<DepthwiseConv2D>()
            .Select(d => (d.Window, d.DepthMultiplier, d.UseBias, d.Activation, d.Kernel.Initializer)));
    }

    [Fact]
    public void AMissingKernelSizeComesWithWhatToWrite()
    {
        var error = Assert.Single(NetworkBuilder.Build(Declare.Network(Declare.Input(8, 8, 3), Declare.Layer("DepthwiseConv2D"))).Errors);
        Assert.Equal(
            ("CNN024", "DepthwiseConv2D 'depthwise_conv2d'", "write [DepthwiseConv2D(3)], or [LayerDefaults(KernelSize = 3)] above it"),
            (error.Id, error.MessageArguments[0], error.MessageArguments[1]));
    }

    [Theory]
    [InlineData("CNN020@1.DepthMultiplier", 8, 0, 1)]
    [InlineData("CNN030@1.KernelHeight", 2, 1, 1)]
    [InlineData("CNN035@1.DepthMultiplier", 8, int.MaxValue, 1)]
    // Its output is small, but not the copies of channels that it reads.
    [InlineData("CNN035@1.DepthMultiplier", 1000, 1000, 500)]
    public void WhatDoesNotFitIsReportedOnce(string error, int extent, int multiplier, int strides) =>
        Assert.Equal(
            [error],
            Declare.Errors(
                Declare.Input(extent, extent, 8),
                Declare.Layer(
                    "DepthwiseConv2D", ("KernelHeight", 3), ("KernelWidth", 2), ("DepthMultiplier", multiplier), ("Strides", strides))));

    [Fact]
    public void ChannelsBeyondCountingAreLeftOpenWhereTheKernelIsUnknown() =>
        Assert.Equal(
            ["CNN020@1.KernelHeight", "CNN020@2.PoolSize"],
            Declare.Errors(
                Declare.Input(8, 8, 8),
                Declare.Layer("DepthwiseConv2D", ("KernelHeight", 0), ("KernelWidth", 2), ("DepthMultiplier", int.MaxValue)),
                Declare.Layer("DepthMaxPool", ("PoolSize", 0))));

    [Fact]
    public void AVectorIsNotForIt() =>
        Assert.Equal(
            ["CNN031@3"],
            Declare.Errors(
                Declare.Input(8, 8, 8),
                Declare.Layer("DepthwiseConv2D", ("KernelHeight", 2), ("KernelWidth", 2)),
                Declare.Layer("Flatten"),
                Declare.Layer("DepthwiseConv2D", ("KernelHeight", 2), ("KernelWidth", 2))));
}
