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

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layer)
    {
        var compilation = Compiler.Create($"[Input(6, 5, 8)] [{layer}] partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
