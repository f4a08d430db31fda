using CnnGen.Images;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using Xunit;
using static CnnGen.Tests.Images.PngParts;

namespace CnnGen.Tests.Images;

public sealed class PngReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0, 3, new byte[] { 0b1010_0000 }, 1, new byte[] { 255, 0, 255 })]
    [InlineData(2, 0, 4, new byte[] { 0b00011011 }, 1, new byte[] { 0, 85, 170, 255 })]
    [InlineData(4, 0, 3, new byte[] { 0x0f, 0x70 }, 1, new byte[] { 0, 255, 119 })]
    [InlineData(8, 0, 2, new byte[] { 7, 255 }, 1, new byte[] { 7, 255 })]
    [InlineData(16, 0, 2, new byte[] { 7, 99, 255, 254 }, 1, new byte[] { 7, 255 })]
    [InlineData(16, 0, 2, new byte[] { 1, 0, 255, 255 }, 1, new byte[] { 1, 255 })]
    [InlineData(8, 2, 2, new byte[] { 1, 2, 3, 4, 5, 6 }, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(16, 2, 1, new byte[] { 1, 9, 2, 9, 3, 9 }, 3, new byte[] { 1, 2, 3 })]
    [InlineData(1, 3, 2, new byte[] { 0b0100_0000 }, 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(2, 3, 4, new byte[] { 0b11100100 }, 3, new byte[] { 10, 11, 12, 7, 8, 9, 4, 5, 6, 1, 2, 3 })]
    [InlineData(4, 3, 1, new byte[] { 0x30 }, 3, new byte[] { 10, 11, 12 })]
    [InlineData(8, 3, 2, new byte[] { 2, 0 }, 3, new byte[] { 7, 8, 9, 1, 2, 3 })]
    [InlineData(8, 4, 2, new byte[] { 1, 2, 3, 4 }, 2, new byte[] { 1, 2, 3, 4 })]
    [InlineData(16, 4, 1, new byte[] { 1, 9, 2, 9 }, 2, new byte[] { 1, 2 })]
    [InlineData(8, 6, 1, new byte[] { 1, 2, 3, 4 }, 4, new byte[] { 1, 2, 3, 4 })]
    [InlineData(16, 6, 1, new byte[] { 1, 9, 2, 9, 3, 9, 4, 9 }, 4, new byte[] { 1, 2, 3, 4 })]
    public void Every_colour_type_and_depth_is_read(int depth, int colorType, int width, byte[] row, int channels, byte[] expected)
    {
        var image = ImageFile.Read(Write(Png(width, 1, depth, colorType, [0, .. row])));
        Assert.Equal((1, width, channels), (image.Height, image.Width, image.Channels));
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void Sixteen_bits_are_rounded_to_eight()
    {
        // Every value, in rows of 256.
        var raw = Enumerable.Range(0, 256)
            .SelectMany(high => Enumerable.Range(0, 256).SelectMany(low => new[] { (byte)high, (byte)low }).Prepend<byte>(0)).ToArray();
        var image = ImageFile.Read(Write(Png(256, 256, 16, 0, raw)));
        Assert.Equal(Enumerable.Range(0, 65536).Select(v => (byte)Math.Round(v / 257.0)), image.Pixels.ToArray());
    }

    [Fact]
    public void Every_row_filter_is_undone()
    {
        // Five rows of one picture, each filtered by hand from the definition in the standard.
        byte[] raw =
        [
            0, 10, 20, 30,
            1, 10, 10, 10,
            2, 1, 1, 1,
            3, 10, 10, 10,
            4, 5, 5, 5,
        ];
        var image = ImageFile.Read(Write(Png(3, 5, 8, 0, raw)));
        Assert.Equal([10, 20, 30, 10, 20, 30, 11, 21, 31, 15, 28, 39, 20, 33, 44], image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 7)]
    [InlineData(9, 9)]
    [InlineData(16, 3)]
    public void Interlaced_pictures_are_put_together(int width, int height)
    {
        // The number of the pass that holds a pixel, from the diagram in the standard.
        int[] adam7 = [1, 6, 4, 6, 2, 6, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7, 5, 6, 5, 6, 5, 6, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7];
        int[] lower = [3, 6, 4, 6, 3, 6, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7, 5, 6, 5, 6, 5, 6, 5, 6, 7, 7, 7, 7, 7, 7, 7, 7];
        int[] pattern = [.. adam7, .. lower];
        var raw = new List<byte>();
        for (var pass = 1; pass <= 7; pass++)
        {
            for (var y = 0; y < height; y++)
            {
                var row = Enumerable.Range(0, width).Where(x => pattern[y % 8 * 8 + x % 8] == pass)
                    .Select(x => (byte)(y * width + x)).ToArray();
                if (row.Length > 0)
                    raw.AddRange([0, .. row]);
            }
        }

        var image = ImageFile.Read(Write(Png(width, height, 8, 0, [.. raw], interlaced: true)));
        Assert.Equal(Enumerable.Range(0, width * height).Select(i => (byte)i), image.Pixels.ToArray());
    }

    [Fact]
    public void A_picture_by_another_writer_is_read()
    {
        var random = new Random(1);
        var builder = BigGustave.PngBuilder.Create(23, 17, hasAlphaChannel: true);
        var expected = new byte[17 * 23 * 4];
        random.NextBytes(expected);
        for (var i = 0; i < 17 * 23; i++)
        {
            builder.SetPixel(new BigGustave.Pixel(expected[4 * i], expected[4 * i + 1], expected[4 * i + 2], expected[4 * i + 3], false),
                i % 23, i / 23);
        }

        var image = ImageFile.Read(Write(builder.Save()));
        Assert.Equal((17, 23, 4), (image.Height, image.Width, image.Channels));
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [SkippableTheory]
    [InlineData("images/kitten_224.png", 4)]
    [InlineData("images/chelsea.png", 3)]
    [InlineData("images/flower_224.png", 3)]
    public void Photographs_are_read_as_by_another_reader(string name, int channels)
    {
        var path = Fixtures.Path(name);
        var image = ImageFile.Read(path);
        var other = BigGustave.Png.Open(path);
        Assert.Equal((other.Height, other.Width, channels), (image.Height, image.Width, image.Channels));
        var expected = new List<byte>();
        for (var i = 0; i < other.Height * other.Width; i++)
        {
            var pixel = other.GetPixel(i % other.Width, i / other.Width);
            expected.AddRange(channels == 4 ? [pixel.R, pixel.G, pixel.B, pixel.A] : [pixel.R, pixel.G, pixel.B]);
        }

        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_noticed()
    {
        var whole = Png(3, 2, 8, 0, [0, 1, 2, 3, 0, 4, 5, 6]);
        for (var i = 0; i < whole.Length; i++)
        {
            AssertDamaged(whole[..i], "");
            var changed = (byte[])whole.Clone();
            changed[i] ^= 0x10;
            AssertDamaged(changed, "");
        }
    }

    [Fact]
    public void Damage_is_named()
    {
        AssertDamaged(Png(0, 1, 8, 0, [0]), "0 x 1");
        AssertDamaged(Png(100_000, 100_000, 8, 0, [0]), "100000 x 100000");
        AssertDamaged(Png(10_000, 10_000, 8, 0, [0]), "too few");
        AssertDamaged(Png(1, 1, 3, 0, [0, 0]), "bit depth");
        AssertDamaged(Png(1, 1, 8, 5, [0, 0]), "colour type");
        AssertDamaged(Png(2, 1, 8, 0, [0, 1]), "2 x 1 pixels");
        AssertDamaged(Png(1, 1, 8, 0, [5, 1]), "filters from 0 to 4");
        AssertDamaged(Png(1, 1, 8, 3, [0, 4]), "below 4, but a pixel has 4");
        AssertDamaged(Png(1_000_001, 1, 8, 0, [0]), "1000001 x 1");
        AssertDamaged([.. Signature, .. Header(1, 1, colorType: 3), .. Pixels([0, 0]), .. End], "PLTE");
        AssertDamaged([.. Signature, .. Pixels([0, 0]), .. End], "IHDR as the first");
        AssertDamaged(
            [.. Signature, .. Header(1, 1), .. Header(1, 1), .. Pixels([0, 0]), .. End], "IHDR as the first chunk and only there");
        AssertDamaged([.. Signature, .. Header(1, 1), .. Chunk("NEWS", []), .. End], "NEWS");
        AssertDamaged([.. Signature, .. Header(1, 1), .. End], "IDAT");
        AssertDamaged([.. Signature, .. Header(1, 1), .. Chunk("IDAT", []), .. End], "too few");
    }

    [Fact]
    public void Chunks_out_of_order_are_named()
    {
        var data = Zlib([0, 7]);
        byte[] gamma = Chunk("gAMA", [0, 0, 0, 1]);
        AssertDamaged([.. Signature, .. Header(1, 1), .. Chunk("IDAT", data[..4]), .. gamma, .. Chunk("IDAT", data[4..]), .. End],
            "follow one another");
        byte[] palette = Chunk("PLTE", Palette);
        AssertDamaged([.. Signature, .. Header(1, 1, colorType: 3), .. palette, .. palette, .. Pixels([0, 0]), .. End], "one palette");
        AssertDamaged([.. Signature, .. Header(1, 1, colorType: 3), .. Pixels([0, 0]), .. palette, .. End], "one palette");
        // What stands between the others does not matter.
        var image = ImageFile.Read(
            Write(
                [.. Signature, .. Header(1, 1), .. gamma, .. Chunk("IDAT", data[..4]), .. Chunk("IDAT", []), .. Chunk("IDAT", data[4..]),
                    .. gamma, .. End]));
        Assert.Equal([7], image.Pixels.ToArray());
    }

    [Fact]
    public void What_is_wrong_in_compressed_data_is_named_rightly()
    {
        byte[] Picture(byte[] data) => [.. Signature, .. Header(2, 1), .. Chunk("IDAT", data), .. End];
        var whole = Zlib([0, 1, 2]);
        Assert.Equal([1, 2], ImageFile.Read(Write(Picture(whole))).Pixels.ToArray());
        AssertDamaged(Picture([.. whole[..^1], (byte)(whole[^1] ^ 1)]), "checksum (Adler-32)");
        // A preset dictionary, another method than Deflate, a window of 64 KB.
        AssertDamaged(Picture([0x78, 0x20, .. whole[2..]]), "0x7820");
        AssertDamaged(Picture([0x79, 0x00, .. whole[2..]]), "0x7900");
        AssertDamaged(Picture([0x88, 0x1c, .. whole[2..]]), "0x881c");
        // A block of a kind that does not exist.
        AssertDamaged(Picture([.. whole[..2], 0xff, .. whole[3..]]), "whole compressed data");
        AssertDamaged(Picture(whole[..4]), "2 x 1 pixels");
        AssertDamaged(Picture(whole[..1]), "");
    }

    [Fact]
    public void No_message_speaks_of_archives()
    {
        var whole = Zlib([0, 1, 2]);
        for (var i = 0; i < 8 * whole.Length; i++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i / 8] ^= (byte)(1 << i % 8);
            // Some bits do not matter, such as the level of compression.
            var error = Record.Exception(() => ImageFile.Read(Write([.. Signature, .. Header(2, 1), .. Chunk("IDAT", damaged), .. End])));
            Assert.DoesNotContain("archive", (error as InvalidDataException)?.Message ?? "", StringComparison.Ordinal);
            Assert.True(error is null or InvalidDataException, error?.ToString());
        }
    }

    private void AssertDamaged(byte[] content, string expected)
    {
        var path = Write(content);
        var error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private string Write(byte[] content) => _folder.Write("picture.png", content);
}
