using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Augmentations of red, green and blue, against Keras' formulas and the textbook's of hue, saturation and value.</summary>
public sealed class RgbTests
{
    private static readonly ImageShape Shape = new(5, 6, 3);

    [Fact]
    public void GrayscaleWeighsTheColours()
    {
        var image = Augmented.Noise(Shape);
        var got = Augmented.Image(new RandomGrayscale(1), image, Shape);
        for (var i = 0; i < got.Length; i++)
        {
            var pixel = i / 3 * 3;
            Assert.Equal(0.2989 * image[pixel] + 0.5870 * image[pixel + 1] + 0.1140 * image[pixel + 2], got[i], 1e-4);
        }

        Assert.Equal(image, Augmented.Image(new RandomGrayscale(0), image, Shape));
        var grey = new ImageShape(6, 5, 1);
        Assert.Equal(Augmented.Noise(grey), Augmented.Image(new RandomGrayscale(1), Augmented.Noise(grey), grey));
    }

    [Fact]
    public void GrayscaleHasItsProbability()
    {
        float[] pixel = [10, 200, 30];
        // Of 2,000 images 1,000 and 600 are expected, with standard deviations of 22 and 20.
        Assert.InRange(Count(new RandomGrayscale()), 910, 1090);
        Assert.InRange(Count(new RandomGrayscale(0.3)), 520, 680);

        int Count(RandomGrayscale augmentation) => Enumerable.Range(0, 2000)
            .Count(index => Augmented.Image(augmentation, pixel, new ImageShape(1, 1, 3), index)[0] != 10);
    }

    [Theory]
    [InlineData(0, 0, 255)]
    [InlineData(0.3, 0, 255)]
    [InlineData(1, 0, 1)]
    [InlineData(0.7, -1, 1)]
    public void HuesTurnByHalfOfTheFactorEitherWay(double factor, float low, float high)
    {
        var image = Image(low, high);
        var hue = new RandomHue((factor, factor)) { ValueRange = (low, high) };
        int[] directions = new int[2];
        for (var index = 0; index < 400; index++)
        {
            var got = Augmented.Image(hue, image, Shape, index);
            var fits = new[] { 1, -1 }.Select(way => Distance(got, image, low, high, way * factor / 2, 1)).ToArray();
            Assert.InRange(fits.Min(), 0, 1e-5 * (high - low));
            directions[Array.IndexOf(fits, fits.Min())]++;
        }

        // 200 are expected, with a standard deviation of 10; half a turn, or none, is the same both ways.
        if (factor is > 0 and < 1)
            Assert.InRange(directions[0], 150, 250);
    }

    [Theory]
    [InlineData(0, 0, 255)]
    [InlineData(0.2, 0, 255)]
    [InlineData(0.5, -1, 1)]
    [InlineData(0.8, 0, 1)]
    [InlineData(1, 0, 255)]
    public void SaturationIsMultipliedAndCut(double factor, float low, float high)
    {
        var image = Image(low, high);
        var got = Augmented.Image(new RandomSaturation((factor, factor)) { ValueRange = (low, high) }, image, Shape);
        Assert.InRange(Distance(got, image, low, high, 0, factor / (1 - factor + 1e-7)), 0, 1e-5 * (high - low));
        Assert.All(got, value => Assert.InRange(value, low, high));
    }

    [Fact]
    public void SaturationEndsInGreyAndInPureColours()
    {
        Assert.Equal([200, 200, 200, 90, 90, 90], Saturated(0, [200, 100, 50, 90, 80, 70]));
        // The strongest of a red with a little of another colour is half way between; grey has no colour that could grow.
        var strongest = Saturated(1, [200, 150, 100, 90, 90, 90]);
        float[] expected = [200, 100, 0, 90, 90, 90];
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected[i], strongest[i], 1e-3);

        static float[] Saturated(double factor, float[] image) =>
            Augmented.Image(new RandomSaturation((factor, factor)), image, new ImageShape(1, 2, 3));
    }

    [Fact]
    public void ANumberBeginsAtNothing()
    {
        // Of one pixel: how far its hue went, in half turns, and how much of its saturation is left.
        var hues = Draws(index => Math.Abs(HueOf(Augmented.Image(new RandomHue(0.4), [200, 100, 100], new ImageShape(1, 1, 3), index))));
        var saturations = Draws(index =>
        {
            var got = Augmented.Image(new RandomSaturation(0.4), [200, 100, 100], new ImageShape(1, 1, 3), index);
            var scale = (got[0] - got[1]) / 100.0;
            return scale / (1 + scale);
        });
        foreach (var factors in new[] { hues, saturations })
        {
            Assert.InRange(factors.Min(), -0.001, 0.001);
            Assert.InRange(factors.Max(), 0.399, 0.401);
            // A mean of 2000 has a standard deviation of 0.4 / sqrt(12 x 2000) = 0.0026.
            Assert.InRange(factors.Average(), 0.2 - 0.011, 0.2 + 0.011);
        }

        static double HueOf(float[] pixel)
        {
            var hue = TextbookHsv(pixel[0], pixel[1], pixel[2]).Hue;
            return 2 * (hue > 0.5 ? hue - 1 : hue);
        }

        static double[] Draws(Func<int, double> draw) => [.. Enumerable.Range(0, 2000).Select(draw)];
    }

    [Fact]
    public void BytesComeBackFromHueAndSaturationThatDoNothing()
    {
        float[] image = [.. Enumerable.Range(0, 3 * 4096).Select(i => (float)(i * 7919 % 256))];
        var shape = new ImageShape(64, 64, 3);
        foreach (var augmentation in new IAugmentation[] { new RandomHue(0), new RandomSaturation((0.5, 0.5)) })
            Assert.Equal(image, Augmented.Image(augmentation, image, shape).Select(value => MathF.Round(value)));
    }

    /// <summary>Noise, and pixels at which formulas branch: black, white, grey, two channels alike, pure colours.</summary>
    private static float[] Image(float low, float high)
    {
        float[] edges = [0, 0, 0, 255, 255, 255, 90, 90, 90, 200, 200, 10, 10, 200, 200, 200, 10, 200, 255, 0, 0, 0, 255, 0, 0, 0, 255];
        float[] image = [.. edges, .. Augmented.Noise(Shape).Skip(edges.Length)];
        return [.. image.Select(value => low + (high - low) * value / 255)];
    }

    /// <summary>How far an image is from another one with changed colours.</summary>
    private static double Distance(float[] got, float[] image, float low, float high, double hueShift, double saturationScale)
    {
        var worst = 0.0;
        for (var i = 0; i < image.Length; i += 3)
        {
            var (hue, saturation, value) = TextbookHsv(Share(image[i]), Share(image[i + 1]), Share(image[i + 2]));
            var changed = FromTextbookHsv(hue + hueShift, Math.Clamp(saturation * saturationScale, 0, 1), value);
            for (var channel = 0; channel < 3; channel++)
                worst = Math.Max(worst, Math.Abs(low + (high - low) * changed[channel] - got[i + channel]));
        }

        return worst;

        double Share(float x) => ((double)x - low) / ((double)high - low);
    }

    /// <summary>The hexagon of colours: which sixth of it, and how far on.</summary>
    private static (double Hue, double Saturation, double Value) TextbookHsv(double red, double green, double blue)
    {
        var value = Math.Max(red, Math.Max(green, blue));
        var chroma = value - Math.Min(red, Math.Min(green, blue));
        if (chroma == 0)
            return (0, 0, value);
        var sixths = value == red ? (green - blue) / chroma : value == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
        return ((sixths + 6) % 6 / 6, chroma / value, value);
    }

    private static double[] FromTextbookHsv(double hue, double saturation, double value)
    {
        var sixths = (hue + 1) % 1 * 6;
        var chroma = value * saturation;
        var second = chroma * (1 - Math.Abs(sixths % 2 - 1));
        var least = value - chroma;
        double[] pure = (int)sixths switch
        {
            0 => [chroma, second, 0],
            1 => [second, chroma, 0],
            2 => [0, chroma, second],
            3 => [0, second, chroma],
            4 => [second, 0, chroma],
            _ => [chroma, 0, second],
        };
        return [.. pure.Select(x => x + least)];
    }
}
