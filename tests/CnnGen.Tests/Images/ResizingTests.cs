using CnnGen.Images;
using Xunit;

namespace CnnGen.Tests.Images;

/// <summary>The layer does the same to floats: the second opinion, which Keras' numbers hold.</summary>
[Input(9, 7, 3)]
[Resizing(5, 11)]
public sealed partial class ResizedPicture;

/// <summary>Bilinear resizing against a reference in double, which sums over all pixels by their distance.</summary>
public sealed class ResizingTests
{
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 3, 2 }, { 2, 2, 4, 4 }, { 4, 4, 2, 2 }, { 7, 5, 7, 9 }, { 13, 8, 5, 8 }, { 30, 41, 7, 6 }, { 6, 3, 1, 1 },
        { 100, 3, 31, 64 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ItIsTheReferenceInDouble(int height, int width, int toHeight, int toWidth)
    {
        foreach (var channels in (int[])[1, 3])
        {
            foreach (var crops in (bool[])[false, true])
            {
                var picture = Picture(height, width, channels);
                var expected = Reference(picture, toHeight, toWidth, crops);
                var floats = new float[expected.Length];
                var bytes = new byte[expected.Length];
                var resizing = new CnnGen.Images.Resizing(picture, toHeight, toWidth, crops);
                resizing.Run(floats);
                resizing.Run(bytes);
                for (var i = 0; i < expected.Length; i++)
                {
                    Assert.Equal(expected[i], floats[i], 1e-4);
                    Assert.Equal((byte)MathF.Round(floats[i]), bytes[i]);
                }

                if (!crops)
                    Assert.Equal(bytes, picture.ResizeBilinear(toHeight, toWidth).Pixels.ToArray());
            }
        }
    }

    /// <summary>
    /// Pillow's rule in floats, which PyTorch and TensorFlow have, too: each pixel weighs what a triangle around the new one leaves of it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void WithAntialiasingAllPixelsCount(int height, int width, int toHeight, int toWidth)
    {
        var picture = Picture(height, width, 3);
        var resized = picture.ResizeBilinear(toHeight, toWidth, antialias: true);
        for (var y = 0; y < toHeight; y++)
        {
            for (var x = 0; x < toWidth; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var (sum, weights) = (0.0, 0.0);
                    for (var row = 0; row < height; row++)
                    {
                        for (var column = 0; column < width; column++)
                        {
                            var weight = Triangle(row, height, y, toHeight) * Triangle(column, width, x, toWidth);
                            sum += weight * picture.Pixels[(((row * width) + column) * 3) + c];
                            weights += weight;
                        }
                    }

                    Assert.Equal(sum / weights, resized.Pixels[(((y * toWidth) + x) * 3) + c], 0.5 + 1e-9);
                }
            }
        }

        static double Triangle(int pixel, int size, int target, int targetSize)
        {
            var scale = (double)size / targetSize;
            return Math.Max(0, 1 - (Math.Abs(pixel + 0.5 - ((target + 0.5) * scale)) / Math.Max(scale, 1)));
        }
    }

    [Fact]
    public void AntialiasedNumbersThatOneCanFollow()
    {
        // Four to two: weights 3, 3, 1 of the first three, and 1, 3, 3 of the last.
        Assert.Equal([43, 61], new ByteImage(1, 4, 1, [0, 70, 90, 30]).ResizeBilinear(1, 2, antialias: true).Pixels.ToArray());
        // Larger: plain bilinear.
        Assert.Equal([0, 25, 75, 100], new ByteImage(1, 2, 1, [0, 100]).ResizeBilinear(1, 4, antialias: true).Pixels.ToArray());
        var same = Picture(3, 4, 2);
        Assert.Same(same, same.ResizeBilinear(3, 4, antialias: true));
    }

    [Fact]
    public void ItIsTheLayer()
    {
        var picture = Picture(9, 7, 3);
        using var network = new ResizedPicture();
        var expected = new float[ResizedPicture.OutputSize];
        network.Predict(Array.ConvertAll(picture.Pixels.ToArray(), value => (float)value), expected);
        var resized = new float[expected.Length];
        new CnnGen.Images.Resizing(picture, 5, 11, crops: false).Run(resized);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], resized[i], 1e-4);
    }

    [Fact]
    public void NumbersThatOneCanFollow()
    {
        // Half-pixel centres: the new pixels lie at -0.25, 0.25, 0.75 and 1.25 among the two.
        Assert.Equal([0, 25, 75, 100], new ByteImage(1, 2, 1, [0, 100]).ResizeBilinear(1, 4).Pixels.ToArray());
        // Without antialiasing: of five the ones at 0.75 and 3.25, whatever lies between.
        Assert.Equal([75, 25], new ByteImage(1, 5, 1, [0, 100, 255, 0, 100]).ResizeBilinear(1, 2).Pixels.ToArray());
        // Halves to the even byte: 0.5 and 1.5.
        Assert.Equal([0, 2], new ByteImage(1, 4, 1, [0, 1, 1, 2]).ResizeBilinear(1, 2).Pixels.ToArray());
        var same = Picture(3, 4, 2);
        Assert.Same(same, same.ResizeBilinear(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => same.ResizeBilinear(0, 4));
        Assert.Throws<ArgumentException>(() => same.ResizeBilinear(1 << 15, 1 << 15));
    }

    [Fact]
    public void TheMiddleIsTakenAsKerasTakesIt()
    {
        // From the tests of Keras' Resizing: 4 x 4 to 4 x 2.
        var picture = new ByteImage(4, 4, 1, [.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        var result = new byte[8];
        new CnnGen.Images.Resizing(picture, 4, 2, crops: true).Run(result);
        Assert.Equal([1, 2, 5, 6, 9, 10, 13, 14], result);

        // The part is at least a pixel wide, whatever the ratio.
        var line = new byte[1];
        new CnnGen.Images.Resizing(new ByteImage(1, 3, 1, [1, 2, 3]), 1, 1, crops: true).Run(line);
        Assert.Equal([2], line);
        var tall = new byte[5];
        new CnnGen.Images.Resizing(new ByteImage(1, 3, 1, [1, 2, 3]), 5, 1, crops: true).Run(tall);
        Assert.Equal([2, 2, 2, 2, 2], tall);
    }

    private static ByteImage Picture(int height, int width, int channels)
    {
        var pixels = new byte[height * width * channels];
        new Random(height + width).NextBytes(pixels);
        return new ByteImage(height, width, channels, pixels);
    }

    /// <summary>
    /// Each target pixel as the sum over all pixels of the part, weighed by 1 less their distance, where that is positive.
    /// </summary>
    private static double[] Reference(ByteImage picture, int height, int width, bool crops)
    {
        var (partHeight, partWidth) = (picture.Height, picture.Width);
        if (crops)
        {
            partHeight = Math.Max(1, Math.Min(picture.Height, (int)Math.Floor((double)picture.Width * height / width)));
            partWidth = Math.Max(1, Math.Min(picture.Width, (int)Math.Floor((double)picture.Height * width / height)));
        }

        var (top, left) = ((picture.Height - partHeight) / 2, (picture.Width - partWidth) / 2);
        var result = new double[height * width * picture.Channels];
        for (var i = 0; i < result.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, picture.Channels);
            var y = Math.Clamp((((pixel / width) + 0.5) * partHeight / height) - 0.5, 0, partHeight - 1);
            var x = Math.Clamp((((pixel % width) + 0.5) * partWidth / width) - 0.5, 0, partWidth - 1);
            for (var row = 0; row < partHeight; row++)
            {
                for (var column = 0; column < partWidth; column++)
                {
                    var weight = Math.Max(0, 1 - Math.Abs(row - y)) * Math.Max(0, 1 - Math.Abs(column - x));
                    var source = (((top + row) * picture.Width) + left + column) * picture.Channels;
                    result[i] += weight * picture.Pixels[source + channel];
                }
            }
        }

        return result;
    }
}
