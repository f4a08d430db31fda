using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Augmentations that change values where they are.</summary>
public sealed class ColourTests
{
    private static readonly ImageShape Shape = new(5, 6, 3);

    [Theory]
    [InlineData(0.25, 0, 255)]
    [InlineData(-0.6, 0, 255)]
    [InlineData(0.25, -1, 1)]
    public void BrightnessAddsAShareOfTheRangeAndCuts(double factor, float low, float high)
    {
        var image = Augmented.Noise(Shape).Select(value => low + (high - low) * value / 255).ToArray();
        var got = Augmented.Image(new RandomBrightness((factor, factor)) { ValueRange = (low, high) }, image, Shape);
        for (var i = 0; i < got.Length; i++)
            Assert.Equal(Math.Clamp(image[i] + factor * (high - low), low, high), got[i], 1e-4);
    }

    [Fact]
    public void BrightnessReachesWhiteAndBlack()
    {
        var image = Augmented.Noise(Shape);
        Assert.All(Augmented.Image(new RandomBrightness((1, 1)), image, Shape), value => Assert.Equal(255, value));
        Assert.All(Augmented.Image(new RandomBrightness((-1, -1)), image, Shape), value => Assert.Equal(0, value));
        Assert.Equal(image, Augmented.Image(new RandomBrightness(0), image, Shape));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(0.8)]
    public void ContrastScalesTheDistanceFromTheMeanOfTheChannel(double factor)
    {
        var image = Augmented.Noise(Shape);
        var got = Augmented.Image(new RandomContrast((factor, factor)), image, Shape);
        for (var i = 0; i < got.Length; i++)
        {
            var mean = image.Where((_, k) => k % 3 == i % 3).Average(value => (double)value);
            Assert.Equal(Math.Clamp((image[i] - mean) * (1 + factor) + mean, 0, 255), got[i], 1e-3);
        }
    }

    [Fact]
    public void FactorsAreSpreadEvenlyOverTheirRange()
    {
        // A single grey pixel beside a black one: brightness adds to both, contrast moves them apart.
        var shape = new ImageShape(1, 2, 1);
        var light = Draws(index => (Augmented.Image(new RandomBrightness((-0.1, 0.3)), [100, 90], shape, index)[0] - 100) / 255.0);
        var contrast = Draws(index => Augmented.Image(new RandomContrast((-0.1, 0.3)), [110, 100], shape, index) is var got
            ? (got[0] - got[1]) / 10.0 - 1
            : 0);
        foreach (var factors in new[] { light, contrast })
        {
            Assert.InRange(factors.Min(), -0.1001, -0.099);
            Assert.InRange(factors.Max(), 0.299, 0.3001);
            // A mean of 2000 has a standard deviation of 0.4 / sqrt(12 x 2000) = 0.0026.
            Assert.InRange(factors.Average(), 0.1 - 0.011, 0.1 + 0.011);
        }

        static double[] Draws(Func<int, double> draw) => [.. Enumerable.Range(0, 2000).Select(draw)];
    }

    [Fact]
    public void ErasingCoversOneRectangleOfTheRightSize()
    {
        var shape = new ImageShape(20, 30, 2);
        var image = Augmented.Noise(shape);
        var erasing = new RandomErasing { Scale = (0.04, 0.25), FillValue = 300, ValueRange = (0, 256) };
        var (mostRows, mostColumns) = (0, 0);
        for (var index = 0; index < 500; index++)
        {
            var got = Augmented.Image(erasing, image, shape, index);
            var covered = Enumerable.Range(0, shape.Size).Where(i => got[i] == 256).ToHashSet();
            var (rows, columns) = (covered.Select(i => i / 60).Order().ToArray(), covered.Select(i => i / 2 % 30).Order().ToArray());
            var (height, width) = (rows[^1] - rows[0] + 1, columns[^1] - columns[0] + 1);
            Assert.Equal(height * width * 2, covered.Count);
            Assert.All(Enumerable.Range(0, shape.Size), i => Assert.True(covered.Contains(i) || got[i] == image[i]));
            // Sides from 0.2 to 0.5 of the image's, give or take the pixel at the edge.
            Assert.InRange(height, 3, 11);
            Assert.InRange(width, 5, 16);
            (mostRows, mostColumns) = (Math.Max(mostRows, rows[^1]), Math.Max(mostColumns, columns[^1]));
        }

        Assert.Equal((19, 29), (mostRows, mostColumns));
    }

    [Fact]
    public void ErasingWritesNoiseWithAProbability()
    {
        var shape = new ImageShape(8, 8, 1);
        float[] image = Enumerable.Repeat(-5f, shape.Size).ToArray();
        var erasing = new RandomErasing(0.3) { ValueRange = (2, 4) };
        var erased = Enumerable.Range(0, 1000)
            .Select(index => Augmented.Image(erasing, image, shape, index).Where(value => value != -5).ToArray())
            .Where(noise => noise.Length > 0)
            .ToList();
        // 300 are expected, with a standard deviation of 14; the least side is longer than a pixel.
        Assert.InRange(erased.Count, 230, 370);
        var noise = erased.SelectMany(values => values).ToArray();
        Assert.InRange(noise.Min(), 2, 2.01);
        Assert.InRange(noise.Max(), 3.99, 4);
        Assert.InRange(noise.Average(), 2.95, 3.05);
        Assert.Equal(image, Augmented.Image(new RandomErasing(0), image, shape));
    }
}
