using CnnGen.Images;
using CnnGen.Tests.Reference;
using SkiaSharp;
using Xunit;

namespace CnnGen.Tests.Images;

/// <summary>
/// Willem van Schaik's PngSuite: every legal kind of PNG in small, and some that are damaged. SkiaSharp is the second opinion.
/// </summary>
public sealed class PngSuiteTests
{
    [SkippableFact]
    public void Every_picture_is_read_as_by_another_reader()
    {
        var paths = Files("*.png").Where(path => Path.GetFileName(path)[0] != 'x').ToList();
        Assert.Equal(161, paths.Count);
        Assert.All(paths, path =>
        {
            var image = ImageFile.Read(path);
            var expected = ReadBySkia(path);
            Assert.Equal((expected.Height, expected.Width), (image.Height, image.Width));
            // Of 16 bits Skia drops the lower eight, where ours are rounded; that is tested for every value elsewhere. The depth is byte
            // 24 of a file.
            AssertSame(expected, image, tolerance: File.ReadAllBytes(path)[24] == 16 ? 1 : 0);
        });
    }

    [SkippableFact]
    public void What_is_damaged_is_refused()
    {
        var paths = Files("x*.png").ToList();
        Assert.Equal(14, paths.Count);
        Assert.All(paths, path =>
            Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => ImageFile.Read(path)).Message, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("basi*.png", "basi", "basn")]
    [InlineData("s??i3p??.png", "i3p", "n3p")]
    [InlineData("oi2*.png", "oi2", "oi1")]
    [InlineData("oi4*.png", "oi4", "oi1")]
    [InlineData("oi9*.png", "oi9", "oi1")]
    public void Pictures_that_differ_in_storage_alone_are_alike(string pattern, string part, string counterpart)
    {
        var paths = Files(pattern).ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path =>
        {
            var other = ImageFile.Read(
                Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(path).Replace(part, counterpart, StringComparison.Ordinal)));
            var image = ImageFile.Read(path);
            Assert.Equal((other.Height, other.Width, other.Channels), (image.Height, image.Width, image.Channels));
            Assert.Equal(other.Pixels.ToArray(), image.Pixels.ToArray());
        });
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Fixtures.Path("pngsuite"), pattern);

    /// <summary>Red, green, blue and alpha.</summary>
    private static unsafe (int Height, int Width, byte[] Samples) ReadBySkia(string path)
    {
        using var codec = SKCodec.Create(path);
        Assert.NotNull(codec);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, null);
        var samples = new byte[info.BytesSize];
        fixed (byte* start = samples)
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, (nint)start));
        return (info.Height, info.Width, samples);
    }

    private static void AssertSame((int Height, int Width, byte[] Samples) expected, ByteImage image, int tolerance)
    {
        for (var i = 0; i < image.Height * image.Width; i++)
        {
            for (var c = 0; c < image.Channels; c++)
            {
                // Grey and alpha: the second is Skia's fourth.
                int sample = expected.Samples[4 * i + (image.Channels == 2 && c == 1 ? 3 : c)];
                Assert.InRange(image.Pixels[image.Channels * i + c], sample - tolerance, sample + tolerance);
            }
        }
    }
}
