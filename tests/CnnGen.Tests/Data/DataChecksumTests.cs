using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data;

/// <summary>The checksum of what is in memory, by which a training that goes on knows its data.</summary>
public sealed class DataChecksumTests
{
    [Fact]
    public void OfALittleEveryValueCounts()
    {
        var values = Enumerable.Range(0, 30).Select(i => (float)i).ToArray();
        var before = DataChecksum.Of<float>(values, 10);
        for (var i = 0; i < values.Length; i++)
        {
            values[i]++;
            Assert.NotEqual(before, DataChecksum.Of<float>(values, 10));
            values[i]--;
        }

        Assert.Equal(before, DataChecksum.Of<float>(values, 10));
        // RFC 3720, B.4: 32 bytes of zeros.
        Assert.Equal("8a9136aa", DataChecksum.Of<byte>(new byte[32], 4));
    }

    [Fact]
    public void OfMuchSomeImagesCount()
    {
        // A little more than can be looked at: every second image, and the last.
        const int size = 1 << 20;
        var values = new byte[DataChecksum.MostBytes + (2 * size)];
        var images = values.Length / size;
        var before = DataChecksum.Of<byte>(values, images);
        foreach (var (image, counts) in ((int, bool)[])[(0, true), (1, false), (2, true), (images - 2, true), (images - 1, true)])
        {
            values[(image * size) + 5]++;
            Assert.Equal(counts, before != DataChecksum.Of<byte>(values, images));
            values[(image * size) + 5]--;
        }
    }
}
