using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Layers that normalize an image by itself: their parameters, and what is said of arguments that make no sense.</summary>
public class NormalizationShapeTests
{
    [Theory]
    [InlineData("LayerNormalization", "layer_normalization", "gamma(8) beta(8)")]
    [InlineData("LayerNormalization(Scale = false)", "layer_normalization", "beta(8)")]
    [InlineData("GroupNormalization(Groups = 4)", "group_normalization", "gamma(8) beta(8)")]
    [InlineData("GroupNormalization(Groups = -1, Center = false)", "group_normalization", "gamma(8)")]
    [InlineData("UnitNormalization", "unit_normalization", "")]
    [InlineData("UnitNormalization(Axes = [1, 2])", "unit_normalization", "")]
    [InlineData("LayerNormalization(Axis = -1)", "layer_normalization", "gamma(8) beta(8)")]
    [InlineData("LayerNormalization(Axis = 1)", "layer_normalization", "gamma(6) beta(6)")]
    [InlineData("LayerNormalization(Axis = -2)", "layer_normalization", "gamma(5) beta(5)")]
    [InlineData("LayerNormalization(Axes = [1, 2])", "layer_normalization", "gamma(6, 5) beta(6, 5)")]
    [InlineData("LayerNormalization(Axes = [-1, 1])", "layer_normalization", "gamma(8, 6) beta(8, 6)")]
    [InlineData("LayerNormalization(Axes = [1, 2, 3], Center = false)", "layer_normalization", "gamma(6, 5, 8)")]
    [InlineData("Softmax(Axis = 1)", "softmax", "")]
    [InlineData("LogSoftmax(Axes = [2, 3])", "log_softmax", "")]
    public void ShapesStayAndParametersAreThoseOfKeras(string layer, string name, string parameters)
    {
        var (network, errors) = Build(layer);
        Assert.Empty(errors);
        var output = network!.Output;
        Assert.Equal((name, "(6, 5, 8)"), (output.Name, $"{output.OutputShape}"));
        Assert.Equal(
            parameters, string.Join(" ", output.Parameters.Select(parameter => $"{parameter.Name}({string.Join(", ", parameter.Shape)})")));
    }

    [Theory]
    [InlineData("LayerNormalization(Epsilon = -1)", "Epsilon|-1|at least 0")]
    [InlineData("GroupNormalization", "Groups|32|a divisor of the 8 channels of (6, 5, 8) from Input(6, 5, 8), or -1")]
    [InlineData("GroupNormalization(Groups = 3)", "Groups|3|a divisor of the 8 channels")]
    [InlineData("GroupNormalization(Groups = 0)", "Groups|0")]
    [InlineData("GroupNormalization(Groups = -2)", "Groups|-2")]
    public void WhatDoesNotFitIsSaid(string layer, string parts)
    {
        var error = Assert.Single(Build(layer).Errors);
        Assert.Equal("CNN039", error.Id);
        var message = string.Join("|", error.MessageArguments);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Softmax(Axis = 4)", "Softmax 'softmax'|an axis|4|1 for rows, 2 for columns, or 3 or -1 for channels")]
    [InlineData(
        "", "UnitNormalization(Axis = 0)",
        "UnitNormalization 'unit_normalization'|an axis|0|1 for rows, 2 for columns, or 3 or -1 for channels; axis 0 is the batch, whose "
        + "images do not meet")]
    [InlineData(
        "", "LogSoftmax(Axes = [1, -4])",
        "LogSoftmax 'log_softmax'|an axis|-4|1 for rows, 2 for columns, or 3 or -1 for channels; axis 0 is the batch, whose images do not "
        + "meet")]
    [InlineData("[Flatten] ", "Softmax(Axis = 2)", "Softmax 'softmax'|an axis|2|1 or -1, the only axis of (240)")]
    [InlineData(
        "", "LayerNormalization(Axes = [3, -1])",
        "LayerNormalization 'layer_normalization'|an axis|-1|another than those listed before it")]
    [InlineData(
        "", "LayerNormalization(Axis = 1, Axes = [1, 2])",
        "LayerNormalization 'layer_normalization'|Axis|1|left out where Axes lists them")]
    public void AxesThatThereAreNotAreSaid(string before, string layer, string message)
    {
        var error = Assert.Single(Build(layer, before).Errors);
        Assert.Equal("CNN039", error.Id);
        Assert.Equal(message, string.Join("|", error.MessageArguments));
    }

    [Fact]
    public void ASequenceHasTwoAxes()
    {
        var (network, errors) = Build("LayerNormalization(Axis = 1)", input: "9, 4");
        Assert.Empty(errors);
        Assert.Equal([9], network!.Output.Parameters[0].Shape);
        var error = Assert.Single(Build("Softmax(Axis = 3)", input: "9, 4").Errors);
        Assert.Equal(
            "Softmax 'softmax'|an axis|3|1 for the length, or 2 or -1 for channels", string.Join("|", error.MessageArguments));
    }

    /// <summary>What lies along an axis is all of it.</summary>
    [Theory]
    [InlineData("Softmax(Axis = 1)", 6, 1)]
    [InlineData("UnitNormalization(Axes = [2, 3])", 1, 5)]
    [InlineData("LayerNormalization(Axes = [1, 2])", 6, 5)]
    [InlineData("LogSoftmax", 1, 1)]
    public void OutputsDependOnWhatLiesAlongTheAxes(string layer, int height, int width) =>
        Assert.Equal(new(height, width), ReceptiveField.Of(Build(layer).Network!)[^1]);

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layer, string before = "", string input = "6, 5, 8")
    {
        var compilation = Compiler.Create($"[Input({input})] {before}[{layer}] partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
