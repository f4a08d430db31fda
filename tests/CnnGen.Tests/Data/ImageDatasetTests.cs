using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class ImageDatasetTests
{
    [Theory]
    // Products that are 0, or right again, in 32 bits.
    [InlineData(65536, 65536, 1)]
    [InlineData(65536, 65536, 65536)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(641, 6700417, 1)]
    [InlineData(2, 1 << 30, 1)]
    public void Images_that_are_too_large_are_refused(int height, int width, int channels)
    {
        foreach (var count in new[] { 0, 1 })
        {
            var error = Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[count], new int[count], height, width, channels));
            Assert.Contains($"{(Int128)height * width * channels} values", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => new ImageDataset(new float[count], new int[count], height, width, channels));
        }
    }

    [Fact]
    public void Lengths_must_fit_each_other()
    {
        Assert.Contains("need 12 values",
            Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[11], new int[2], 2, 3, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("need 12 values",
            Assert.Throws<ArgumentException>(() => new ImageDataset(new float[13], new int[2], 2, 3, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageDataset(Array.Empty<byte>(), Array.Empty<int>(), 0, 3, 1));
    }

    [Fact]
    public void Targets_may_be_floats()
    {
        foreach (var set in new[]
        {
            new ImageDataset(new byte[12], new float[] { 1, 2, 3, 4, 5, 6 }, 2, 2, 1),
            new ImageDataset(new float[12], new float[] { 1, 2, 3, 4, 5, 6 }, 2, 2, 1),
        })
        {
            Assert.Equal((3, TargetKind.Values, 2, 0), (set.Count, set.TargetKind, set.TargetSize, set.Labels.Length));
            var slice = set.Slice(1, 1);
            Assert.Equal((1, TargetKind.Values, 2, set.HasBytes), (slice.Count, slice.TargetKind, slice.TargetSize, slice.HasBytes));
            Assert.Equal([3, 4], slice.Targets.Values.ToArray());
            Assert.Equal((0, 2), (set.Slice(3, 0).Count, set.Slice(3, 0).TargetSize));
        }

        var classes = new ImageDataset(new float[12], new[] { 7, 8, 9 }, 2, 2, 1);
        Assert.Equal((TargetKind.Classes, 1), (classes.TargetKind, classes.TargetSize));
        Assert.Equal([7, 8, 9], classes.Targets.Classes.ToArray());
        Assert.Empty(classes.Targets.Values.ToArray());
    }

    [Theory]
    [InlineData(12, 4, "3 images need as many targets of one size, that is 3 x k floats, but 4 floats came")]
    [InlineData(12, 0, "3 images need as many targets of one size, that is 3 x k floats, but 0 floats came")]
    [InlineData(0, 1, "0 images need as many targets of one size, that is 0 x k floats, but 1 floats came")]
    [InlineData(11, 3, "An image has 4 values (2 x 2 x 1), but 11 values are no whole number of them")]
    public void Float_targets_must_fit_the_images(int values, int targets, string words)
    {
        var error = Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[values], new float[targets], 2, 2, 1));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ImageDataset(new float[values], new float[targets], 2, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageDataset(new float[values], new float[targets], 2, 0, 1));
    }

    [Fact]
    public void A_slice_shares_its_images()
    {
        var set = new ImageDataset(Enumerable.Range(0, 12).Select(i => (byte)i).ToArray(), new[] { 5, 6, 7 }, 2, 2, 1);
        var slice = set.Slice(1, 2);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], slice.Bytes.ToArray());
        Assert.Equal([6, 7], slice.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(1, int.MaxValue));
    }

    [Fact]
    public void ClassesBecomeFloats()
    {
        var set = new ImageDataset(new byte[] { 1, 2, 3 }, new[] { 2, 0, 1 }, 1, 1, 1).WithWeights(new float[] { 1, 2, 3 });
        var oneHot = set.Slice(1, 2).ToOneHot(3);
        Assert.Equal([1, 0, 0, 0, 1, 0], oneHot.Targets.Values.ToArray());
        Assert.Equal((2, 3, TargetKind.Values), (oneHot.Count, oneHot.TargetSize, oneHot.TargetKind));
        Assert.Equal([2, 3], oneHot.Bytes.ToArray());
        Assert.Equal([2, 3], oneHot.Weights.ToArray());
        var ofMaps = new ImageDataset(new float[2], new[] { 1, 0, 0, 1 }, 1, 1, 1).ToOneHot(2);
        Assert.Equal([0, 1, 1, 0, 1, 0, 0, 1], ofMaps.Targets.Values.ToArray());
        var error = Assert.Throws<ArgumentException>(() => set.ToOneHot(2));
        Assert.Contains("The label of image 0 is 2, but of 2 classes the last is 1.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => oneHot.ToOneHot(3));
    }
}
