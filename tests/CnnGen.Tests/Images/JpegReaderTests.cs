using CnnGen.Images;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Reference;
using CnnGen.Tests.Support;
using SkiaSharp;
using Xunit;

namespace CnnGen.Tests.Images;

/// <summary>JPEG files of every kind, with SkiaSharp, which is libjpeg-turbo there, for a second opinion: the same pixels.</summary>
public sealed class JpegReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int, int> Samplings
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            string[] samplings = ["11", "22", "11 11 11", "22 11 11", "21 11 11", "12 11 11", "41 11 11", "22 21 12", "11 22 22"];
            foreach (var sampling in samplings)
            {
                foreach (var (width, height) in new[] { (1, 1), (3, 5), (16, 16), (37, 21), (50, 33) })
                    data.Add(sampling, width, height);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("china.jpg")]
    [InlineData("flower.jpg")]
    public void Photographs_are_read_as_by_another_reader(string name) => AssertLikeSkia(Fixtures.Path(Path.Combine("images", name)));

    [Theory]
    [MemberData(nameof(Samplings))]
    public void Every_sampling_is_read_whatever_the_order_of_scans(string sampling, int width, int height)
    {
        var image = AssertLikeSkia(Write(Parts(sampling, width, height).Sequential(together: true)));
        Assert.Equal((height, width), (image.Height, image.Width));
        foreach (var restart in new[] { 0, 1, 3 })
        {
            var parts = Parts(sampling, width, height, restart);
            foreach (var file in new[] { parts.Sequential(true), parts.Sequential(false), parts.Progressive() })
                Assert.Equal(image.Pixels.ToArray(), ImageFile.Read(Write(file)).Pixels.ToArray());
        }

        AssertLikeSkia(Write(Parts(sampling, width, height, 3).Progressive()));
    }

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void What_another_program_wrote_is_read(SKJpegEncoderDownsample downsample)
    {
        using var bitmap = new SKBitmap(61, 43, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < 61 * 43; i++)
            bitmap.SetPixel(i % 61, i / 61, new SKColor((byte)(4 * (i % 61)), (byte)(5 * (i / 61)), (byte)(i % 7 * 30)));
        using var pixels = bitmap.PeekPixels();
        Assert.NotNull(pixels);
        using var file = pixels.Encode(new SKJpegEncoderOptions(80, downsample, SKJpegEncoderAlphaOption.Ignore));
        Assert.NotNull(file);
        AssertLikeSkia(Write(file.ToArray()));
    }

    [Fact]
    public void Components_are_colours_as_libjpeg_guesses()
    {
        byte[] rgb = JpegParts.Segment(0xee, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        byte[] ycc = JpegParts.Segment(0xee, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);
        byte[] ycck = JpegParts.Segment(0xee, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 2]);
        byte[] Pixels(string sampling, byte[] extra, byte firstId = 1) =>
            AssertLikeSkia(Write(Parts(sampling, 20, 20, 0, extra, firstId).Sequential(true))).Pixels.ToArray();
        Assert.Equal(Pixels("11 11 11", JpegParts.Jfif), Pixels("11 11 11", ycc));
        Assert.Equal(Pixels("11 11 11", JpegParts.Jfif), Pixels("11 11 11", []));
        Assert.Equal(Pixels("11 11 11", JpegParts.Jfif), Pixels("11 11 11", [.. JpegParts.Jfif, .. rgb]));
        Assert.NotEqual(Pixels("11 11 11", JpegParts.Jfif), Pixels("11 11 11", rgb));
        var cmyk = Pixels("11 11 11 11", rgb);
        Assert.Equal(20 * 20 * 3, cmyk.Length);
        Assert.NotEqual(cmyk, Pixels("11 11 11 11", ycck));
        Pixels("22 11 11 22", ycck);
    }

    [Fact]
    public void A_picture_is_turned_as_its_camera_was_held()
    {
        var upright = ImageFile.Read(Write(Parts("11", 3, 2).Sequential(true)));
        Assert.Equal((2, 3), (upright.Height, upright.Width));
        // The six pixels by their numbers as they are stored.
        string[] expected = ["012 345", "210 543", "543 210", "345 012", "03 14 25", "30 41 52", "52 41 30", "25 14 03"];
        for (byte orientation = 1; orientation <= 8; orientation++)
        {
            foreach (var isLittle in new[] { true, false })
            {
                var image = ImageFile.Read(Write(Parts("11", 3, 2, 0, JpegParts.Exif(orientation, isLittle)).Sequential(true)));
                var rows = expected[orientation - 1].Split(' ');
                Assert.Equal((rows.Length, rows[0].Length), (image.Height, image.Width));
                Assert.Equal(rows.SelectMany(row => row).Select(number => upright.Pixels[number - '0']), image.Pixels.ToArray());
            }
        }

        // What cannot be understood turns nothing.
        foreach (var extra in new[] { JpegParts.Exif(9, true), JpegParts.Exif(0, false), JpegParts.Exif(6, true)[..12] })
        {
            var segment = extra.Length == 12 ? JpegParts.Segment(0xe1, extra[4..]) : extra;
            Assert.Equal(upright.Pixels.ToArray(), ImageFile.Read(Write(Parts("11", 3, 2, 0, segment).Sequential(true))).Pixels.ToArray());
        }
    }

    [Fact]
    public void Whatever_is_cut_off_is_missed()
    {
        foreach (var file in new[] { Parts("22 11 11", 30, 20).Sequential(true), Parts("22 11 11", 30, 20, 2).Progressive() })
        {
            for (var length = 0; length < file.Length; length++)
                Assert.Throws<InvalidDataException>(() => ImageFile.Read(Write(file[..length])));
            // Behind the end there may be anything.
            Assert.Equal(20, ImageFile.Read(Write([.. file, 1, 2, 3])).Height);
        }
    }

    [Theory]
    [InlineData("sof 0 12", "8 bits a sample, but it has 12")]
    [InlineData("sof 2 0", "sides from 1")]
    [InlineData("sof 1 255", "blocks, but the file has only")]
    [InlineData("sof 10 49", "ratios of sampling that are whole numbers")]
    [InlineData("sof 7 5", "sampling factors from 1 to 4")]
    [InlineData("sof 6 2", "components of different names")]
    [InlineData("marker c3", "baseline or progressive picture with Huffman codes, but it has marker 0xc3")]
    [InlineData("marker c9", "baseline or progressive picture with Huffman codes, but it has marker 0xc9")]
    [InlineData("dqt 0 1", "quantization table 0, but there is none")]
    [InlineData("dht 0 1", "Huffman tables 0 and 0 of component 1, but there are none")]
    [InlineData("dht 1 3", "Huffman tables 0 to 3 of at most 256 codes")]
    [InlineData("sos 1 9", "components of the picture in scans, but one has component 9")]
    [InlineData("sos 3 1", "different components in a scan")]
    public void What_is_wrong_is_named(string change, string message)
    {
        var file = Parts("22 11 11", 30, 20).Sequential(true);
        var words = change.Split(' ');
        byte marker = words[0] switch { "dqt" => 0xdb, "dht" => 0xc4, "sos" => 0xda, _ => 0xc0 };
        var start = Enumerable.Range(0, file.Length).First(i => file[i] == 0xff && file[i + 1] == marker);
        if (words[0] == "marker")
            file[start + 1] = Convert.ToByte(words[1], 16);
        else
            file[start + 4 + int.Parse(words[1])] = byte.Parse(words[2]);
        var path = Write(file);
        var error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scans_that_take_time_and_no_bytes_are_refused(bool isRefining)
    {
        // A hundred times through 250,000 blocks: seconds for 37,000 bytes.
        var path = Write(JpegParts.Even(4000, 100, isRefining));
        Allocated.AssertBounded(4000 * 4000, () =>
        {
            var error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
            Assert.Contains("scans that come to a block at most 16 times", error.Message, StringComparison.Ordinal);
        });
        // What has data for every block may be cut into as many scans as it likes.
        Assert.Equal(8, ImageFile.Read(Write(JpegParts.Even(8, 100, isRefining))).Height);
    }

    [Fact]
    public void An_even_picture_of_fifty_million_pixels_is_read()
    {
        const int side = 7000;
        var path = Write(JpegParts.Even(side, 2, isRefining: false));
        // Coefficients of two bytes, which give way to samples, and pixels.
        Allocated.AssertBounded(4 * side * side, () => Assert.False(ImageFile.Read(path).Pixels.ContainsAnyExcept((byte)128)));
    }

    private static JpegParts Parts(
        string sampling, int width, int height, int restart = 0, byte[]? extra = null, byte firstId = 1) =>
        new(width, height, seed: width + height, [.. sampling.Split(' ').Select(factors => (factors[0] - '0', factors[1] - '0'))])
        {
            RestartInterval = restart,
            Extra = extra ?? [],
            FirstId = firstId,
        };

    private string Write(byte[] content) => _folder.Write("picture.jpg", content);

    private static ByteImage AssertLikeSkia(string path)
    {
        var image = ImageFile.Read(path);
        using var codec = SKCodec.Create(path);
        Assert.NotNull(codec);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
        var expected = new byte[info.BytesSize];
        unsafe
        {
            fixed (byte* start = expected)
                Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, (nint)start));
        }

        Assert.Equal((info.Height, info.Width), (image.Height, image.Width));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var sample = expected[4 * (i / image.Channels) + i % image.Channels];
            Assert.True(image.Pixels[i] == sample, $"{path}: value {i} is {image.Pixels[i]}, and Skia's {sample}");
        }

        return image;
    }
}
