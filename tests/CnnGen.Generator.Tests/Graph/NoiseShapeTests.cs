using CnnGen.Generator.Discovery;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Tests.Support;

namespace CnnGen.Generator.Tests.Graph;

/// <summary>Layers that draw random numbers keep the shape; what is said of arguments that make no sense.</summary>
public class NoiseShapeTests
{
    [Theory]
    [InlineData("SpatialDropout2D(0.5)", "spatial_dropout2d")]
    [InlineData("SpatialDropout2D(0)", "spatial_dropout2d")]
    [InlineData("GaussianNoise(0)", "gaussian_noise")]
    [InlineData("GaussianNoise(7)", "gaussian_noise")]
    [InlineData("GaussianDropout(0.99)", "gaussian_dropout")]
    [InlineData("AlphaDropout(0.1)", "alpha_dropout")]
    public void ShapesStayAndNamesAreThoseOfKeras(string layer, string name)
    {
        var (network, errors) = Build($"[{layer}]");
        Assert.Empty(errors);
        Assert.Equal((name, "(6, 5, 8)"), (network!.Output.Name, $"{network.Output.OutputShape}"));
        Assert.Empty(network.Output.Parameters);
    }

    [Theory]
    [InlineData("[SpatialDropout2D(20)]", "CNN021", "SpatialDropout2D(20) 'spatial_dropout2d'|20")]
    [InlineData("[GaussianDropout(1)]", "CNN021", "1")]
    [InlineData("[AlphaDropout(double.NaN)]", "CNN021", "NaN")]
    [InlineData("[GaussianNoise(-0.5)]", "CNN039", "GaussianNoise(-0.5) 'gaussian_noise'|Stddev|-0.5|at least 0")]
    [InlineData("[GaussianNoise(1e39)]", "CNN022", "Stddev|1E+39")]
    [InlineData("[Flatten] [SpatialDropout2D(0.5)]", "CNN031", "(240)|Flatten 'flatten'")]
    public void WhatDoesNotFitIsSaid(string layers, string id, string parts)
    {
        var error = Assert.Single(Build(layers).Errors);
        Assert.Equal(id, error.Id);
        var message = string.Join("|", error.MessageArguments);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static (Network? Network, EquatableArray<NetworkError> Errors) Build(string layers)
    {
        var compilation = Compiler.Create($"[Input(6, 5, 8)] {layers} partial class Net;");
        return NetworkBuilder.Build(
            NetworkSource.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None)!.Declaration);
    }
}
