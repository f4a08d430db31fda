using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Shapes of layers that move values, and what is said where they do not fit.</summary>
public class MovedShapeTests
{
    [Theory]
    [InlineData("ZeroPadding2D", "(8, 7, 8)")]
    [InlineData("ZeroPadding2D(2)", "(10, 9, 8)")]
    [InlineData("ZeroPadding2D(0)", "(6, 5, 8)")]
    [InlineData("ZeroPadding2D(2, 1)", "(10, 7, 8)")]
    [InlineData("ZeroPadding2D(1, 2, 3, 4)", "(9, 12, 8)")]
    [InlineData("Cropping2D(2)", "(2, 1, 8)")]
    [InlineData("Cropping2D(height: 0, width: 1)", "(6, 3, 8)")]
    [InlineData("Cropping2D(top: 1, bottom: 4, left: 0, right: 1)", "(1, 4, 8)")]
    [InlineData("UpSampling2D", "(12, 10, 8)")]
    [InlineData("UpSampling2D(1, 3)", "(6, 15, 8)")]
    [InlineData("Resizing(3, 20)", "(3, 20, 8)")]
    [InlineData("Resizing(6, 5, Interpolation = Interpolation.Nearest)", "(6, 5, 8)")]
    [InlineData("CenterCrop(6, 2)", "(6, 2, 8)")]
    [InlineData("Reshape(240)", "(240)")]
    [InlineData("Reshape(4, 60, 1)", "(4, 60, 1)")]
    [InlineData("Permute(3, 1, 2)", "(8, 6, 5)")]
    [InlineData("DepthToSpace(2)", "(12, 10, 2)")]
    [InlineData("SpaceToDepth(1)", "(6, 5, 8)")]
    [InlineData("GlobalMaxPool2D", "(8)")]
    [InlineData("GlobalMaxPooling2D(KeepDims = true)", "(1, 1, 8)")]
    [InlineData("GlobalAveragePool2D(KeepDims = true)", "(1, 1, 8)")]
    public void OutputShapes(string layer, string shape)
    {
        var (network, errors) = Build(layer);
        Assert.Empty(errors);
        Assert.Equal(shape, $"{network!.Output.OutputShape}");
    }

    [Theory]
    [InlineData("ZeroPadding2D(-1)", "CNN039", "ZeroPadding2D(-1)|Top|-1")]
    [InlineData("Cropping2D(3)", "CNN039", "Cropping2D(3)|Top + Bottom|6|less than the 6 rows of (6, 5, 8) from Input(6, 5, 8)")]
    [InlineData("Cropping2D(0, 0, 2147483647, 5)", "CNN039", "Left + Right|2147483652|less than the 5 columns")]
    [InlineData("ZeroPadding2D(2147483647)", "CNN035", "(4294967300, 4294967299, 8)")]
    [InlineData("UpSampling2D(100000)", "CNN035", "UpSampling2D(100000)|(600000, 500000, 8)")]
    [InlineData("UpSampling2D(0, 1)", "CNN020", "UpSampling2D(0, 1)|Height|0")]
    [InlineData("Resizing(0, 4)", "CNN020", "Resizing(0, 4)|Height|0")]
    [InlineData("Resizing(100000, 100000)", "CNN035", "Resizing(100000, 100000)|(100000, 100000, 8)")]
    [InlineData("CenterCrop(7, 5)", "CNN039", "CenterCrop(7, 5)|Height|7|at most the 6 rows of (6, 5, 8) from Input(6, 5, 8)|[Resizing]")]
    [InlineData("CenterCrop(1, 6)", "CNN039", "CenterCrop(1, 6)|Width|6|at most the 5 columns")]
    [InlineData("Reshape(10, 12, 4)", "CNN039", "Reshape(10, 12, 4)|480|240, as many as (6, 5, 8) from Input(6, 5, 8) has")]
    [InlineData("Reshape(239)", "CNN039", "239|240")]
    [InlineData("Permute(1, 2, 2)", "CNN039", "the order of the axes|1, 2, 2|1, 2 and 3, each once")]
    [InlineData("DepthToSpace(3)", "CNN039", "3|a number whose square divides the 8 channels")]
    [InlineData("SpaceToDepth(2)", "CNN039", "2|a divisor of the rows and of the columns of (6, 5, 8)")]
    public void WhatDoesNotFitIsSaid(string layer, string id, string parts)
    {
        var error = Assert.Single(Build(layer).Errors);
        Assert.Equal(id, error.Id);
        var message = string.Join("|", error.MessageArguments);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void TheOddRowOfACropIsBelow()
    {
        var crop = (CenterCrop)Build("CenterCrop(3, 2)").Network!.Output;
        Assert.Equal(new Sides(Top: 1, Bottom: 2, Left: 1, Right: 2), crop.Cropping);
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layer)
    {
        var compilation = Compiler.Create($"[Input(6, 5, 8)] [{layer}] partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
