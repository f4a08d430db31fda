using CnnGen.Images;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Support;
using Xunit;
using static CnnGen.Tests.Images.PngParts;

namespace CnnGen.Tests.Images;

/// <summary>Small files that announce large pictures.</summary>
public sealed class ImageBoundsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16384, 16384, 1, 3)]
    [InlineData(1, 1 << 28, 8, 0)]
    [InlineData(1_000_000, 268, 8, 0)]
    [InlineData(1_000_000, 33, 16, 6)]
    public void Rows_of_zeros_that_are_too_many_are_refused_before_they_are_unpacked(int width, int height, int depth, int colorType)
    {
        // As many zeros as the header announces, which compress a thousandfold.
        var samples = colorType switch { 6 => 4, _ => 1 };
        var path = _folder.Write(
            "zeros.png", Png(width, height, depth, colorType, new byte[height * (1L + ((long)width * samples * depth + 7) / 8)]));
        Allocated.AssertBounded(new FileInfo(path).Length, () =>
        {
            var error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
            Assert.Contains($"{width} x {height}", error.Message, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(6900, 6900, 1)]
    [InlineData(10_000, 10_000, 1)]
    [InlineData(16384, 8192, 1)]
    [InlineData(3900, 3900, 3)]
    public void A_header_that_lies_about_data_that_could_be_is_found_out_cheaply(int width, int height, int channels)
    {
        // A third of the rows, which is as much as the bound on the ratio of compression lets through, and then nothing.
        var whole = Zlib(new byte[height * (1 + width * channels)]);
        var path = _folder.Write(
            "lie.png", [.. Signature, .. Header(width, height, colorType: channels == 3 ? 2 : 0), .. Chunk("IDAT", whole[..^8]), .. End]);
        Allocated.AssertBounded(whole.Length, () => Assert.Throws<InvalidDataException>(() => ImageFile.Read(path)));
    }

    [Fact]
    public void An_even_picture_of_a_hundred_million_pixels_is_read()
    {
        const int side = 10_000;
        var path = _folder.Write("even.png", Png(side, side, 8, 0, new byte[side * (side + 1)]));
        Allocated.AssertBounded(side * side, () => Assert.Equal(side, ImageFile.Read(path).Height));
    }

    public static TheoryData<string, byte[]> PicturesOf64x64 => new()
    {
        { "PNG", Png(64, 64, 8, 0, new byte[64 * 65]) },
        { "JPEG", JpegParts.Even(64, scans: 1, isRefining: false) },
        { "PGM", [.. "P5 64 64 255 "u8, .. new byte[64 * 64]] },
    };

    [Theory]
    [MemberData(nameof(PicturesOf64x64))]
    public void Who_reads_a_picture_says_how_large_it_may_be(string format, byte[] content)
    {
        Assert.Equal(64, ImageFile.Decode(content, maxPixels: 4096).Width);
        var error = Assert.Throws<InvalidDataException>(() => ImageFile.Decode(content, $"a {format} file", maxPixels: 4095));
        Assert.StartsWith($"a {format} file: expected", error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 4095 pixels, but the header announces 64 x 64", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ImageFile.MaxPixels + 1)]
    public void A_bound_beyond_bounds_is_refused(long maxPixels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Decode([], maxPixels: maxPixels));

    [Fact]
    public void Chunks_without_content_cost_nothing()
    {
        byte[] many = [.. Enumerable.Repeat(Chunk("IDAT", []), 100_000).SelectMany(chunk => chunk)];
        var path = _folder.Write("chunks.png", [.. Signature, .. Header(1, 1), .. many, .. Pixels([0, 7]), .. many, .. End]);
        Assert.InRange(
            Allocated.By(() => Assert.Equal([7], ImageFile.Read(path).Pixels.ToArray())), 0, new FileInfo(path).Length + 1_000_000);
    }

    [Fact]
    public void A_row_may_be_a_million_pixels_wide()
    {
        var row = new byte[1_000_001];
        row[^1] = 9;
        var image = ImageFile.Read(_folder.Write("wide.png", Png(1_000_000, 1, 8, 0, row)));
        Assert.Equal(9, image.Pixels[^1]);
    }
}
