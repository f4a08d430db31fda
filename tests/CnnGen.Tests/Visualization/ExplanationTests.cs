using CnnGen.Tests.Networks;
using CnnGen.Visualization;
using Xunit;

namespace CnnGen.Tests.Visualization;

/// <summary>Where an output comes from, against formulas.</summary>
public sealed class ExplanationTests
{
    /// <summary>
    /// Behind a global average, Grad-CAM is the class activation map of Zhou et al. 2016: channels times their dense weights.
    /// </summary>
    [Fact]
    public void GradCamIsTheClassActivationMap()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        float[] image = Looked.Image(1);
        var map = inspector.GradCam(image, output: 2);
        Assert.Equal((3, 3), (map.Rows, map.Columns));
        float[] kernel = Bits.Values(network.Parameters.Single(parameter => parameter.Name == "dense/kernel"));
        float[] features = inspector.Activations(image)["conv2d_1"].ToArray();
        for (int pixel = 0; pixel < 9; pixel++)
        {
            double sum = Enumerable.Range(0, 4).Sum(channel => (double)features[(pixel * 4) + channel] * kernel[(channel * 3) + 2] / 9);
            Assert.Equal(Math.Max(sum, 0), map.Values[pixel], 1e-5);
        }

        Assert.Contains(map.Values, value => value > 0);
        Assert.Contains(map.Values, value => value == 0);
    }

    [Fact]
    public void SaliencyIsTheLargestGradientOfEachPixel()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        float[] image = Looked.Image(2);
        float[] gradients = inspector.Gradients(image, 0)["input"].ToArray();
        var map = inspector.Saliency(image, 0);
        Assert.Equal((6, 5), (map.Rows, map.Columns));
        for (int pixel = 0; pixel < 30; pixel++)
            Assert.Equal(Math.Max(Math.Abs(gradients[pixel * 2]), Math.Abs(gradients[(pixel * 2) + 1])), map.Values[pixel]);
    }

    [Fact]
    public void TheEffectiveFieldLiesInTheReceptiveField()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        var field = inspector.ReceptiveField("conv2d_1", 0, 2);
        var map = inspector.EffectiveReceptiveField(Looked.Image(3), "conv2d_1", 0, 2);
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 5; column++)
                Assert.True(map[row, column] == 0 || field.Contains(row, column), $"({row}, {column}) lies outside of {field}");
        }

        Assert.True(map.Largest > 0);
    }

    [Fact]
    public void WhatIsNoMapIsRefused()
    {
        using var network = Looked.Network();
        using var inspector = network.Inspect();
        float[] image = Looked.Image(4);
        Assert.Contains(
            "conv2d_1", Assert.Throws<ArgumentException>(() => inspector.GradCam(image, 0, "dense")).Message, StringComparison.Ordinal);
        string unknown = Assert.Throws<ArgumentException>(() => inspector.GradCam(image, 0, "conv2d_7")).Message;
        Assert.Contains("'conv2d_1'", unknown, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => inspector.GradCam(image, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => inspector.EffectiveReceptiveField(image, "conv2d_1", 3, 0));
        Assert.Throws<ArgumentException>(() => inspector.Saliency(image.AsSpan(2), 0));
    }
}
