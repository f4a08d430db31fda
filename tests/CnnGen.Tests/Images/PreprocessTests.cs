using CnnGen.Images;
using Xunit;

namespace CnnGen.Tests.Images;

/// <summary>Pixels for networks that were trained on ImageNet, with Keras' numbers.</summary>
public sealed class PreprocessTests
{
    private static readonly ByteImage Picture = new(1, 2, 3, [0, 1, 2, 10, 200, 255]);

    /// <summary>keras/src/applications/imagenet_utils_test.py holds the same formulas; here they are worked out.</summary>
    [Theory]
    [InlineData(PreprocessMode.Tf, -1.0, -0.992156862745, -0.984313725490, -0.921568627451, 0.568627450980, 1.0)]
    [InlineData(PreprocessMode.Caffe, -101.939, -115.779, -123.68, 151.061, 83.221, -113.68)]
    [InlineData(PreprocessMode.Torch, -2.117903930131, -2.018207282913, -1.769586056645, -1.946656391814, 1.465686274510, 2.64)]
    public void IsWhatKerasMakesOfIt(PreprocessMode mode, params double[] expected)
    {
        var values = Picture.Preprocess(mode);
        Assert.Equal(expected.Length, values.Length);
        foreach (var (value, right) in values.Zip(expected))
            Assert.Equal(right, value, 1e-5);
    }

    [Fact]
    public void EachModeIsOfRedGreenAndBlue()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Picture.ToGrey().Preprocess(PreprocessMode.Tf));
        Assert.Contains("has three channels, red, green and blue, but this one has 1: ToRgb()", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Preprocess((PreprocessMode)3));
    }
}
