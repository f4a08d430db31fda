using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Shapes and parameters of layers of sequences, and what is said where they do not fit.</summary>
public class SequenceTests
{
    [Theory]
    [InlineData("Conv1D(5, 3)", "(18, 5)", "kernel 3 8 5, bias 5")]
    [InlineData("Conv1D(5, KernelSize = 4, Strides = 3)", "(6, 5)", "kernel 4 8 5, bias 5")]
    [InlineData("Conv1D(4, 3, Padding = Padding.Same, Strides = 3, UseBias = false)", "(7, 4)", "kernel 3 8 4")]
    [InlineData("Conv1D(4, 3, Padding = Padding.Causal, Dilation = 30, Groups = 2)", "(20, 4)", "kernel 3 4 4, bias 4")]
    [InlineData("Conv1D(4, 3, Padding = Padding.Causal, Strides = 6)", "(4, 4)", "kernel 3 8 4, bias 4")]
    [InlineData("DepthwiseConv1D(3, DepthMultiplier = 2)", "(18, 16)", "kernel 3 8 2, bias 16")]
    [InlineData("SeparableConv1D(5, 3, DepthMultiplier = 2)", "(18, 5)", "depthwise_kernel 3 8 2, pointwise_kernel 1 16 5, bias 5")]
    [InlineData("MaxPool1D", "(10, 8)", "")]
    [InlineData("MaxPooling1D(3, Strides = 1)", "(18, 8)", "")]
    [InlineData("AveragePool1D(PoolSize = 6, Padding = Padding.Same)", "(4, 8)", "")]
    [InlineData("GlobalAveragePool1D", "(8)", "")]
    [InlineData("GlobalMaxPooling1D(KeepDims = true)", "(1, 8)", "")]
    [InlineData("ZeroPadding1D", "(22, 8)", "")]
    [InlineData("ZeroPadding1D(0, 3)", "(23, 8)", "")]
    [InlineData("Cropping1D(2)", "(16, 8)", "")]
    [InlineData("Cropping1D(left: 19, right: 0)", "(1, 8)", "")]
    [InlineData("UpSampling1D", "(40, 8)", "")]
    [InlineData("Conv2D(5, 1, 3)", "(18, 5)", "kernel 1 3 8 5, bias 5")]
    [InlineData("PRelu", "(20, 8)", "alpha 20 8")]
    [InlineData("PRelu(SharedAxes = [1])", "(20, 8)", "alpha 1 8")]
    [InlineData("Reshape(4, 5, 8)", "(4, 5, 8)", "")]
    public void ShapesAndParameters(string layer, string shape, string parameters)
    {
        var (network, errors) = Build($"[Input(20, 8)] [{layer}]");
        Assert.Empty(errors);
        Assert.Equal("(20, 8)", $"{network!.InputShape}");
        Assert.Equal(shape, $"{network.Output.OutputShape}");
        Assert.Equal(parameters, string.Join(", ", network.Output.Parameters.Select(p => $"{p.Name} {string.Join(" ", p.Shape)}")));
    }

    [Theory]
    [InlineData("[Input(0, 8)] [Conv1D(5, 3)]", "CNN020", "Input(0, 8)|Length|0")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 0)]", "CNN020", "Conv1D(5, 0) 'conv1d'|KernelSize|0")]
    [InlineData("[Input(20, 8)] [Conv1D(5)]", "CNN024", "Conv1D(5) 'conv1d'|write [Conv1D(5, 3)]")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 21)]", "CNN030", "(20, 8)|Input(20, 8)|window of 21|20|20")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 3, Dilation = 10)]", "CNN030", "window of 3, dilated to 21,|20|2")]
    [InlineData("[Input(20, 8)] [MaxPool1D(21)]", "CNN030", "MaxPool1D(21) 'max_pooling1d'|window of 21")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 3, Strides = 2, Dilation = 3)]", "CNN061", "2|3")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 3, Groups = 3)]", "CNN062", "8|3|5")]
    [InlineData("[Input(20, 8)] [Cropping1D(10)]", "CNN039", "Left + Right|20|less than the 20 steps of (20, 8) from Input(20, 8)")]
    [InlineData("[Input(20, 8)] [UpSampling1D(2000000000)]", "CNN035", "(40000000000, 8)")]
    [InlineData("[Input(4, 5, 8)] [Conv1D(5, 3)]", "CNN064", "Conv1D(5, 3) 'conv1d'|(4, 5, 8)|Input(4, 5, 8)|write [Conv2D]")]
    [InlineData("[Input(4, 5, 8)] [GlobalMaxPool1D]", "CNN064", "write [GlobalMaxPool2D]")]
    [InlineData("[Input(20, 8)] [Flatten] [MaxPool1D]", "CNN064", "(160)|Flatten 'flatten'|put it before the layer that flattens")]
    [InlineData("[Input(20, 8)] [MaxPool1D(2, Padding = Padding.Causal)]", "CNN023", "Causal|Padding|Valid or Same")]
    [InlineData("[Input(20, 8)] [Conv2D(5, 1, Padding = Padding.Causal)]", "CNN023", "Conv2D(5, 1) 'conv2d'|Causal|Padding|Valid or Same")]
    [InlineData(
        "[Input(20, 8)] [LayerDefaults(Padding = (Padding)3)] [Conv1D(5, 1)]", "CNN023", "LayerDefaults|3|Padding|Valid, Same or Causal")]
    [InlineData("[Input(20, 8)] [Conv1D(5, 1, Padding = (Padding)3)]", "CNN023", "3|Padding|Valid, Same or Causal")]
    [InlineData("[Input(20, 8)] [PRelu(SharedAxes = [3])]", "CNN039", "3|1 for the length or 2 for channels")]
    public void WhatDoesNotFitIsSaid(string layers, string id, string parts)
    {
        var error = Assert.Single(Build(layers).Errors);
        Assert.Equal(id, error.Id);
        var message = string.Join("|", error.MessageArguments);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    /// <summary>What a default of causal padding can hold for.</summary>
    [Theory]
    [InlineData("Conv1D(5)", "(20, 5)")]
    [InlineData("Conv1D(5, Padding = Padding.Valid)", "(18, 5)")]
    [InlineData("DepthwiseConv1D", "(18, 8)")]
    [InlineData("SeparableConv1D(5)", "(18, 5)")]
    [InlineData("Conv2D(5, 1, 3)", "(18, 5)")]
    [InlineData("Conv2DTranspose(5, 1, 3)", "(22, 5)")]
    public void OnlyOneLayerIsCausalByDefault(string layer, string shape)
    {
        var (network, errors) = Build($"[Input(20, 8)] [LayerDefaults(KernelSize = 3, Padding = Padding.Causal)] [Conv1D(8)] [{layer}]");
        Assert.Empty(errors);
        Assert.Equal(shape, $"{network!.Output.OutputShape}");
    }

    [Fact]
    public void ARowOfAnImageIsAMap()
    {
        var network = Build("[Input(1, 20, 8)] [Conv1D(5, 3)]").Network!;
        Assert.Equal("(1, 20, 8) (1, 18, 5)", $"{network.InputShape} {network.Output.OutputShape}");
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layers)
    {
        var compilation = Compiler.Create($"{layers} partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
