using CnnGen.Images;
using CnnGen.Tests.Support;
using SkiaSharp;
using Xunit;

namespace CnnGen.Tests.Images;

public sealed class ByteImageTests
{
    [Fact]
    public void Grey_is_Pillows()
    {
        // Image.new("RGB", ...).convert("L") of Pillow: white, black, the three primaries and an orange.
        var image = new ByteImage(1, 6, 3, [255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 128, 0]);
        Assert.Equal([255, 0, 76, 150, 29, 151], image.ToGrey().Pixels.ToArray());
        Assert.Equal([76], new ByteImage(1, 1, 4, [255, 0, 0, 9]).ToGrey().Pixels.ToArray());
        Assert.Equal([7], new ByteImage(1, 1, 2, [7, 9]).ToGrey().Pixels.ToArray());
    }

    [Fact]
    public void Colours_drop_alpha_and_repeat_grey()
    {
        Assert.Equal([1, 2, 3], new ByteImage(1, 1, 4, [1, 2, 3, 9]).ToRgb().Pixels.ToArray());
        Assert.Equal([7, 7, 7, 8, 8, 8], new ByteImage(1, 2, 2, [7, 9, 8, 9]).ToRgb().Pixels.ToArray());
        Assert.Equal([7, 7, 7], new ByteImage(1, 1, 1, [7]).ToRgb().Pixels.ToArray());
    }

    [Fact]
    public void The_negative_leaves_alpha()
    {
        Assert.Equal([255, 0, 155], new ByteImage(1, 3, 1, [0, 255, 100]).Invert().Pixels.ToArray());
        Assert.Equal([254, 253, 252, 9], new ByteImage(1, 1, 4, [1, 2, 3, 9]).Invert().Pixels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_PNG_file_is_read_as_the_same_picture(int channels)
    {
        var pixels = Enumerable.Range(0, 17 * 23 * channels).Select(i => (byte)(i * 7)).ToArray();
        var file = new ByteImage(17, 23, channels, pixels).ToPng();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["picture.png"], file);
        var read = ImageFile.Read(folder["picture.png"]);
        Assert.Equal((17, 23, channels), (read.Height, read.Width, read.Channels));
        Assert.Equal(pixels, read.Pixels.ToArray());

        // Another reader, which makes red, green, blue and alpha of all.
        using var bitmap = SKBitmap.Decode(file, new SKImageInfo(23, 17, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var i = 0; i < 17 * 23; i++)
        {
            var pixel = pixels[(i * channels)..((i + 1) * channels)];
            byte alpha = channels % 2 == 0 ? pixel[^1] : (byte)255;
            Assert.Equal([pixel[0], pixel[channels > 2 ? 1 : 0], pixel[channels > 2 ? 2 : 0], alpha], bitmap.Bytes[(4 * i)..(4 * i + 4)]);
        }
    }

    [Fact]
    public void Resizing_keeps_rows_columns_and_channels_apart()
    {
        var image = new ByteImage(2, 3, 2, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        // Rows: s = 2, p = 1. Columns: s = 0.5, p = 0.25: 0, 0, 1, 1, 2, 2.
        Assert.Equal([6, 7, 6, 7, 8, 9, 8, 9, 10, 11, 10, 11], image.ResizeNearest(1, 6).Pixels.ToArray());
    }

    [Fact]
    public void The_position_is_summed_up_as_Pillow_does()
    {
        // 640 columns to 224: the sum stays just below some whole numbers that the closed form floor((i + 0.5) s) reaches.
        var row = new byte[640 * 2];
        for (var x = 0; x < 640; x++)
            (row[2 * x], row[2 * x + 1]) = ((byte)(x >> 8), (byte)x);
        var resized = new ByteImage(1, 640, 2, row).ResizeNearest(1, 224);
        var columns = Enumerable.Range(0, 224).Select(x => (resized.Pixels[2 * x] << 8) + resized.Pixels[2 * x + 1]).ToArray();
        var closed = Enumerable.Range(0, 224).Select(x => (int)((x + 0.5) * (640.0 / 224))).ToArray();
        var summed = new List<int>();
        for (var position = 640.0 / 224 / 2; summed.Count < 224; position += 640.0 / 224)
            summed.Add((int)position);
        Assert.Equal(summed, columns);
        Assert.NotEqual(closed, columns);
    }

    [Fact]
    public void Extents_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ByteImage(2, 2, 1, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(0, 2, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(1, 1, 5, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteImage(1, 1, 1, new byte[1]).ResizeNearest(0, 1));
        // The product of the first is 0 in 32 bits, that of the second negative in 64.
        Assert.Contains("17179869184 bytes", Assert.Throws<ArgumentException>(() => new ByteImage(65536, 65536, 4, [])).Message,
            StringComparison.Ordinal);
        Assert.Contains("18446744056529682436 bytes",
            Assert.Throws<ArgumentException>(() => new ByteImage(int.MaxValue, int.MaxValue, 4, [])).Message, StringComparison.Ordinal);
        Assert.Contains("too many pixels",
            Assert.Throws<ArgumentException>(() => new ByteImage(1, 1, 1, new byte[1]).ResizeNearest(65536, 65536)).Message,
            StringComparison.Ordinal);
    }
}
