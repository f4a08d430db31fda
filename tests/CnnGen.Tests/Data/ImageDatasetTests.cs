using CnnGen.Data;
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
    public void A_slice_shares_its_images()
    {
        var set = new ImageDataset(Enumerable.Range(0, 12).Select(i => (byte)i).ToArray(), new[] { 5, 6, 7 }, 2, 2, 1);
        var slice = set.Slice(1, 2);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], slice.Bytes.ToArray());
        Assert.Equal([6, 7], slice.Labels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Slice(1, int.MaxValue));
    }
}
