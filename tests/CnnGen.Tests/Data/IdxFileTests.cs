using System.IO.Compression;
using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    // Two images of 2 x 3 and their labels, byte by byte.
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 255];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read(bool isCompressed)
    {
        // The content decides whether it is compressed, so the name says the opposite.
        var images = _folder.Write(isCompressed ? "images" : "images.gz", isCompressed ? Gzip(Images) : Images);
        var labels = _folder.Write(isCompressed ? "labels" : "labels.gz", isCompressed ? Gzip(Labels) : Labels);
        var set = IdxFile.ReadDataset(images, labels, classes: 10);
        Assert.Equal((2, 2, 3, 1), (set.Count, set.Height, set.Width, set.Channels));
        Assert.Equal(Images[16..], set.Bytes.ToArray());
        Assert.Equal([7, 9], set.Labels.ToArray());
    }

    [Fact]
    public void Every_truncation_is_noticed_plain_and_compressed()
    {
        foreach (var whole in new[] { Images, Gzip(Images) })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                var path = _folder.Write("cut", whole.AsSpan(0, length));
                var error = Record.Exception(() => Assert.Equal(Images[16..], IdxFile.ReadImages(path).Pixels));
                // At its very end gzip has an end mark, the checksum and the length; .NET does not miss them, and every pixel is there.
                if (whole != Images && length >= whole.Length - 12 && error is null)
                    continue;
                Assert.StartsWith(path, Assert.IsType<InvalidDataException>(error).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_changed_byte_in_compressed_data_is_noticed()
    {
        var whole = Gzip(Images);
        // Behind the gzip header of 10 bytes, whose time and system nobody checks.
        for (var i = 10; i < whole.Length; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 0x10;
            var path = _folder.Write("damaged", damaged);
            Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wrong_kind_of_file_is_named()
    {
        var labels = _folder.Write("labels", Labels);
        AssertSays("0x00000803", "0x00000801", () => IdxFile.ReadImages(labels));
        var floats = _folder.Write("floats", [0, 0, 0x0d, 3, .. Images[4..]]);
        AssertSays("0x00000803", "0x00000d03", () => IdxFile.ReadImages(floats));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        var longer = _folder.Write("longer", [.. Images, 0]);
        AssertSays("12 bytes", "more follow", () => IdxFile.ReadImages(longer));
        var flat = _folder.Write("flat", [.. Images[..8], 0, 0, 0, 0, .. Images[12..16]]);
        AssertSays("1 x 1", "0 x 3", () => IdxFile.ReadImages(flat));
        var huge = _folder.Write("huge", Gzip([.. Images[..4], 0x7f, 0xff, 0xff, 0xff, .. Images[8..]]));
        AssertSays("expected at most", "12884901882", () => IdxFile.ReadImages(huge));
        var big = _folder.Write("big", Gzip([.. Images[..4], 0x10, 0, 0, 0, .. Images[8..]]));
        AssertSays("1610612736", "only 12 came", () => IdxFile.ReadImages(big));
    }

    [Fact]
    public void Labels_must_fit_the_images_and_the_classes()
    {
        var images = _folder.Write("images", Images);
        var three = _folder.Write("three", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        AssertSays("expected 2 labels", "holds 3", () => IdxFile.ReadDataset(images, three));
        var labels = _folder.Write("labels", Labels);
        AssertSays("0 to 8", "label 1 is 9", () => IdxFile.ReadDataset(images, labels, classes: 9));
    }

    internal static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return memory.ToArray();
    }

    private void AssertSays(string expectation, string actual, Action action)
    {
        var error = Assert.Throws<InvalidDataException>(action);
        Assert.StartsWith(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expectation, error.Message, StringComparison.Ordinal);
        Assert.Contains(actual, error.Message, StringComparison.Ordinal);
    }
}
