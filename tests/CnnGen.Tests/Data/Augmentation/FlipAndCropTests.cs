using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Augmentations that move whole pixels.</summary>
public sealed class FlipAndCropTests
{
    private static readonly ImageShape Shape = new(2, 3, 2);
    private static readonly float[] Image = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    private static readonly float[] LeftRight = [5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8];
    private static readonly float[] TopBottom = [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6];
    private static readonly float[] Both = [11, 12, 9, 10, 7, 8, 5, 6, 3, 4, 1, 2];

    [Fact]
    public void EachDirectionIsFlippedHalfOfTheTime()
    {
        // Of 1,000 images 500 are expected, with a standard deviation of 16; of both directions 250 with 14.
        var horizontal = Count(new RandomFlip(FlipMode.Horizontal));
        Assert.Equal(1000, horizontal[0] + horizontal[1]);
        Assert.InRange(horizontal[1], 435, 565);
        var vertical = Count(new RandomFlip(FlipMode.Vertical));
        Assert.Equal(1000, vertical[0] + vertical[2]);
        Assert.InRange(vertical[2], 435, 565);
        Assert.All(Count(new RandomFlip()), count => Assert.InRange(count, 190, 310));

        static int[] Count(RandomFlip flip)
        {
            int[] counts = new int[4];
            for (var index = 0; index < 1000; index++)
            {
                var result = Augmented.Image(flip, Image, Shape, index);
                counts[Array.FindIndex([Image, LeftRight, TopBottom, Both], candidate => candidate.SequenceEqual(result))]++;
            }

            return counts;
        }
    }

    [Fact]
    public void FlippedTwiceAnImageIsItself()
    {
        for (var index = 0; index < 20; index++)
            Assert.Equal(Image, Augmented.Image(new RandomFlip(), Augmented.Image(new RandomFlip(), Image, Shape, index), Shape, index));
    }

    [Fact]
    public void CropsAreAllTheWindowsOfThePaddedImage()
    {
        const int padding = 2;
        var shape = new ImageShape(3, 4, 2);
        var image = Augmented.Noise(shape);
        var windows = new List<float[]>();
        for (var top = 0; top <= 2 * padding; top++)
        {
            for (var left = 0; left <= 2 * padding; left++)
                windows.Add(Window(top - padding, left - padding));
        }

        // Of 2,500 crops each of the 25 windows is expected 100 times, with a standard deviation of 10.
        int[] counts = new int[windows.Count];
        for (var index = 0; index < 2500; index++)
        {
            var crop = Augmented.Image(new RandomCrop(padding), image, shape, index);
            counts[windows.FindIndex(window => window.SequenceEqual(crop))]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 55, 145));

        float[] Window(int top, int left) => [.. Enumerable.Range(0, shape.Size).Select(i =>
        {
            var (row, column) = (i / shape.Channels / shape.Width + top, i / shape.Channels % shape.Width + left);
            return row >= 0 && row < shape.Height && column >= 0 && column < shape.Width
                ? image[(row * shape.Width + column) * shape.Channels + i % shape.Channels]
                : 0;
        })];
    }
}
