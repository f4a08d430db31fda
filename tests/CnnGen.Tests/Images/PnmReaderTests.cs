using System.Text;
using CnnGen.Images;
using CnnGen.Tests.Formats;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Images;

public sealed class PnmReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("P2 3 2 255\n0 1 2\n253 254 255\n", 1, new byte[] { 0, 1, 2, 253, 254, 255 })]
    [InlineData("P2\n# a comment\n 3 # another\n2 15 0 1 2 13 14 15", 1, new byte[] { 0, 17, 34, 221, 238, 255 })]
    [InlineData("P5 3 2 255\n\u0000\u0001 \n\u00fe\u00ff", 1, new byte[] { 0, 1, 32, 10, 254, 255 })]
    [InlineData("P5\n3 2\n65535\n\u0000\u0000\u0000\u0080\u0000\u0081\u0012\u0034\u00ff\u007e\u00ff\u00ff", 1,
        new byte[] { 0, 0, 1, 18, 254, 255 })]
    [InlineData("P5 3 2 4\n\u0000\u0002\u0004\u0000\u0002\u0004", 1, new byte[] { 0, 128, 255, 0, 128, 255 })]
    [InlineData(
        "P5 3 2 257\n\u0000\u0000\u0000\u0080\u0001\u0001\u0000\u0000\u0000\u0080\u0001\u0001", 1, new byte[] { 0, 127, 255, 0, 127, 255 })]
    [InlineData("P5\r\n3\r\n2\r\n255\n\u0001\u0002\u0003\u0004\u0005\u0006", 1, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P2\r\n3 2\r\n255\r\n1 2 3\r\n4 5 6\r\n", 1, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P5# one\n#two\r\n1# three\n#\n2 # four\n255# five\n\u0020\u0023", 1, new byte[] { 32, 35 })]
    [InlineData("P5 1 2 255 \u0020\u000a", 1, new byte[] { 32, 10 })]
    [InlineData("P5 1 2 255\n\u000a\u000d", 1, new byte[] { 10, 13 })]
    [InlineData("P5 1 2 255\n#\n", 1, new byte[] { 35, 10 })]
    [InlineData("P5 1 2 255\r\n\u0007", 1, new byte[] { 10, 7 })]
    [InlineData("P3 1 2 255 1 2 3 4 5 6", 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P6 1 2 255\n\u0001\u0002\u0003\u0004\u0005\u0006trailing", 3, new byte[] { 1, 2, 3, 4, 5, 6 })]
    public void Every_kind_is_read(string content, int channels, byte[] expected)
    {
        var image = ImageFile.Read(Write(content));
        Assert.Equal(channels, image.Channels);
        Assert.Equal(2, image.Height);
        Assert.Equal(expected.Length / 2 / channels, image.Width);
        Assert.Equal(expected, image.Pixels.ToArray());
    }

    [Theory]
    [InlineData("P5 3 2 255\n12345", "only 5 follow")]
    [InlineData("P5 3 2 65535\n12345678901", "12 bytes")]
    [InlineData("P2 3 2 255 1 2 3 4 5", "")]
    [InlineData("P2 3 2 255 1 2 3 4 5    ", "sample 5 of 6")]
    [InlineData("P2 1 1 255 256", "0 to 255, but got 256")]
    [InlineData("P5 1 1 9\n\u000a", "up to 9, but sample 0 is 10")]
    [InlineData("P5 0 2 255\n", "a width from 1")]
    [InlineData("P5 2 0 255\n", "a height from 1")]
    [InlineData("P5 2 1 255\r\n12", "CR LF stands there")]
    [InlineData("P6 1 1 255\r\n123\r\n", "CR LF stands there")]
    [InlineData("P5 1 1 255x", "a white character behind the header at byte 10, but found 0x78")]
    [InlineData("P5 1 1 255", "only 0 follow")]
    [InlineData("P5 1 1 255# no end", "only 0 follow")]
    [InlineData("P5 1 1 0\n1", "a largest value from 1 to 65535")]
    [InlineData("P2 1 1 9 10", "sample 0 of 1 from 0 to 9, but got 10")]
    [InlineData("P5 1 1 65536\n1", "a largest value from 1 to 65535")]
    [InlineData("P5 99999 99999 255\n1", "99999 x 99999")]
    [InlineData("P5 99999999999999999999 1 255\n1", "a width from 1 to 2147483647, but got 99999999999999999999.")]
    [InlineData("P5 1234567890123456789012345678901234567890 1 255\n1", "but got 12345678901234567890123456789012... (40 digits).")]
    [InlineData("P2 1 1 9 0000000000000010", "but got 0000000000000010.")]
    [InlineData("P5 x", "found 0x78")]
    [InlineData("P5 12", "the file ends there")]
    [InlineData("P7\nWIDTH 1", "begins with 50370a57")]
    [InlineData("GIF89a", "begins with 474946383961")]
    [InlineData("", "is empty")]
    public void Damage_is_named(string content, string expected)
    {
        var path = Write(content);
        var error = Assert.Throws<InvalidDataException>(() => ImageFile.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_picture_takes_no_memory_for_its_samples_but_their_bytes()
    {
        const int pixels = 1_000_000;
        var content = Encoding.Latin1.GetBytes($"P2 {pixels} 1 9\n" + string.Concat(Enumerable.Repeat("1 ", pixels)));
        var path = _folder.Write("picture", content);
        Assert.InRange(Allocated.By(() => ImageFile.Read(path)), 0, content.Length + pixels + 1_000_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ImageFile.Read(_folder["none.png"]));
        Assert.Contains(_folder["none.png"], error.Message, StringComparison.Ordinal);
    }

    private string Write(string content) => _folder.Write("picture", Encoding.Latin1.GetBytes(content));
}
