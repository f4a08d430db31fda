using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Shapes, weights and errors of transposed convolutions, and of convolutions in groups and with gaps.</summary>
public class Conv2DTransposeTests
{
    /// <summary>The sizes that Keras 3 gives, worked out by hand.</summary>
    [Theory]
    [InlineData(4, 3, 1, 0, null, 6)]
    [InlineData(4, 3, 2, 0, null, 9)]
    [InlineData(4, 2, 3, 0, null, 12)]
    [InlineData(4, 3, 2, 0, 1, 10)]
    [InlineData(4, 3, 2, 1, null, 8)]
    [InlineData(4, 2, 3, 1, null, 12)]
    [InlineData(4, 3, 2, 1, 1, 8)]
    [InlineData(4, 4, 2, 1, 1, 7)]
    public void SizesAreThoseOfKeras(int input, int kernel, int stride, int padding, int? outputPadding, int output)
    {
        (string, object)[] more = outputPadding is { } given ? [("OutputPadding", given)] : [];
        var layer = Declare.Build(Declare.Input(input, 5, 2), Declare.Layer(
            "Conv2DTranspose",
            [
                ("Filters", 3), ("KernelHeight", kernel), ("KernelWidth", 1), ("StrideHeight", stride), ("StrideWidth", stride),
                ("Padding", padding), .. more,
            ])).Output;
        Assert.Equal(("conv2d_transpose", output, 3), (layer.Name, layer.OutputShape.Height, layer.OutputShape.Channels));
        Assert.Equal([$"{kernel} 1 3 2", "3"], layer.Parameters.Select(parameter => string.Join(" ", parameter.Shape)));
        Assert.Equal(input * 5 * 2 * kernel * 3, layer.MultiplyAdds);
    }

    [Theory]
    [InlineData("CNN020@1.Filters", "Conv2DTranspose", "Filters", 0)]
    [InlineData("CNN020@1.Strides", "Conv2DTranspose", "Strides", 0)]
    [InlineData("CNN039@1.OutputPadding", "Conv2DTranspose", "OutputPadding", 1)]
    [InlineData("CNN039@1.OutputPadding", "Conv2DTranspose", "OutputPadding", -2)]
    [InlineData("CNN035@1.Strides", "Conv2DTranspose", "Strides", 100_000)]
    [InlineData("CNN062@1.Groups", "Conv2D", "Groups", 3)]
    [InlineData("CNN020@1.Groups", "Conv2D", "Groups", 0)]
    [InlineData("CNN020@1.Dilation", "Conv2D", "Dilation", -1)]
    [InlineData("CNN030@1.KernelHeight", "Conv2D", "Dilation", 4)]
    [InlineData("CNN030@1.KernelHeight", "DepthwiseConv2D", "Dilation", int.MaxValue)]
    [InlineData("CNN020@1.DepthMultiplier", "SeparableConv2D", "DepthMultiplier", 0)]
    [InlineData("CNN035@1.DepthMultiplier", "SeparableConv2D", "DepthMultiplier", int.MaxValue)]
    public void WhatDoesNotFitIsReportedOnce(string error, string kind, string argument, int value)
    {
        (string, object)[] filters = kind == "DepthwiseConv2D" || argument == "Filters" ? [] : [("Filters", 6)];
        Assert.Equal([error], Declare.Errors(
            Declare.Input(8, 8, 4), Declare.Layer(kind, [.. filters, ("KernelHeight", 3), ("KernelWidth", 3), (argument, value)])));
    }

    [Fact]
    public void GroupsHaveKernelsOverTheirOwnChannels()
    {
        var layer = Declare.Build(Declare.Input(8, 8, 6), Declare.Layer(
            "Conv2D", ("Filters", 4), ("KernelHeight", 3), ("KernelWidth", 2), ("Groups", 2))).Output;
        Assert.Equal(["3 2 3 4", "4"], layer.Parameters.Select(parameter => string.Join(" ", parameter.Shape)));
        Assert.Equal(6 * 7 * 4 * 3 * 2 * 3, layer.MultiplyAdds);
    }
}
