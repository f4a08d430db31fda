using System.IO.Compression;
using CnnGen.Data;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    // Two images of 2 x 3 and their labels, byte by byte.
    private static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 255];
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
        var doubles = _folder.Write("doubles", [0, 0, 0x0e, 3, .. Images[4..]]);
        AssertSays("0x00000803 or 0x00000d03", "0x00000e03", () => IdxFile.ReadImages(doubles));
        var images = _folder.Write("images", Images);
        AssertSays("0x00000801", "0x00000803", () => IdxFile.ReadLabels(images));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Floats_are_read(bool isCompressed)
    {
        // 1.5 and -2, big-endian.
        byte[] content = [0, 0, 0x0d, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0];
        var path = _folder.Write("floats", isCompressed ? Gzip(content) : content);
        var images = IdxFile.ReadImages(path);
        Assert.Null(images.Pixels);
        Assert.Equal([1.5f, -2f], images.Floats!);
        var set = IdxFile.ReadDataset(path, _folder.Write("labels", Labels));
        Assert.False(set.HasBytes);
        Assert.Equal([1.5f, -2f], set.Floats.ToArray());
        var cut = _folder.Write("cut", content.AsSpan(0, 23));
        AssertSays("2 x 1 x 1 values = 8 bytes", "only 7 follow", () => IdxFile.ReadImages(cut));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        var longer = _folder.Write("longer", [.. Images, 0]);
        AssertSays("12 bytes", "more follow", () => IdxFile.ReadImages(longer));
        var flat = _folder.Write("flat", [.. Images[..8], 0, 0, 0, 0, .. Images[12..16]]);
        AssertSays("extents from 1", "dimension 1 is 0", () => IdxFile.ReadImages(flat));
        var none = _folder.Write("none", [.. Images[..4], 0, 0, 0, 0, .. Images[8..16]]);
        AssertSays("extents from 1", "dimension 0 is 0", () => IdxFile.ReadImages(none));
        var noLabels = _folder.Write("no labels", [.. Labels[..4], 0, 0, 0, 0]);
        AssertSays("extents from 1", "dimension 0 is 0", () => IdxFile.ReadLabels(noLabels));
        var shorter = _folder.Write("shorter", Images.AsSpan(0, Images.Length - 1));
        AssertSays("2 x 2 x 3 values = 12 bytes", "only 11 follow", () => IdxFile.ReadImages(shorter));
        var largest = _folder.Write(
            "largest", [.. Images[..4], .. Enumerable.Repeat<byte[]>([0x7f, 0xff, 0xff, 0xff], 3).SelectMany(extent => extent)]);
        AssertSays("expected at most", "9903520300447984150353281023", () => IdxFile.ReadImages(largest));
        var beyond = _folder.Write("beyond", [.. Images[..4], 0x80, 0, 0, 0, .. Images[8..]]);
        AssertSays("extents from 1 to 2147483647", "dimension 0 is 2147483648", () => IdxFile.ReadImages(beyond));
        var huge = _folder.Write("huge", Gzip([.. Images[..4], 0x7f, 0xff, 0xff, 0xff, .. Images[8..]]));
        AssertSays("expected at most", "12884901882", () => IdxFile.ReadImages(huge));
        var big = _folder.Write("big", Gzip([.. Images[..4], 0x10, 0, 0, 0, .. Images[8..]]));
        AssertSays("1610612736", "too few", () => IdxFile.ReadImages(big));
    }

    [Fact]
    public void Compressed_zeros_that_are_too_many_are_refused_before_they_are_unpacked()
    {
        // 200 MB of labels, which are 800 MB of numbers, in 200 KB.
        byte[] header = [0, 0, 8, 1, 0x0b, 0xeb, 0xc2, 0];
        var path = _folder.Write("zeros", Gzip([.. header, .. new byte[200_000_000]]));
        Allocated.AssertBounded(
            new FileInfo(path).Length, () => AssertSays("200000000 values", "unpack it with gunzip", () => IdxFile.ReadLabels(path)));
    }

    [Theory]
    [InlineData(47_000_000)]
    [InlineData(49_000_000)]
    [InlineData(120_000_000)]
    public void A_header_that_lies_about_compressed_data_is_found_out_cheaply(int announced)
    {
        var content = new byte[16 + announced];
        ((byte[])[0, 0, 8, 3, (byte)(announced >> 24), (byte)(announced >> 16), (byte)(announced >> 8), (byte)announced, 0, 0, 0, 1, 0, 0,
            0, 1]).CopyTo(content, 0);
        var path = _folder.Write("lie", Gzip(content)[..^20]);
        Allocated.AssertBounded(new FileInfo(path).Length, () => Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)));
        var shorter = _folder.Write("short", Gzip(content[..^1]));
        Allocated.AssertBounded(new FileInfo(shorter).Length, () =>
            AssertSays($"{announced} x 1 x 1", $"only {announced - 1} came", () => IdxFile.ReadImages(shorter)));
        var whole = _folder.Write("whole", Gzip(content));
        Allocated.AssertBounded(new FileInfo(whole).Length + announced, () => Assert.Equal(announced, IdxFile.ReadImages(whole).Count));
    }

    [Fact]
    public void A_few_bytes_do_not_take_megabytes()
    {
        var path = _folder.Write("few", Gzip([.. Images[..4], 0, 0, 0x10, 0, .. Images[8..]]));
        Assert.InRange(Allocated.By(() => Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path))), 0, 1_000_000);
    }

    [Fact]
    public void No_message_speaks_of_archives()
    {
        var whole = Gzip(Images);
        var path = _folder.Write("damaged", [.. whole[..10], 0xff, .. whole[11..]]);
        AssertSays("whole gzip data", "damaged or truncated", () => IdxFile.ReadImages(path));
        Assert.DoesNotContain(
            "archive", Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path)).Message, StringComparison.Ordinal);
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
