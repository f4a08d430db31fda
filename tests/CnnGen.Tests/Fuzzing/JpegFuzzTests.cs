using CnnGen.Tests.Images;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

public sealed class JpegFuzzTests
{
    private static readonly (int, int)[][] Samplings =
        [[(1, 1)], [(1, 1), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(4, 1), (1, 1), (1, 1), (2, 1)]];

    [Fact]
    public void Pictures_are_read_or_refused() => PictureFuzz.Run(Make);

    /// <param name="mutation">The choices.</param>
    /// <param name="expected">Null: what the pixels are is another test.</param>
    private static byte[] Make(Mutation mutation, out byte[]? expected)
    {
        expected = null;
        var (width, height) = (1 + mutation.Below(40), 1 + mutation.Below(40));
        var parts = new JpegParts(width, height, mutation.Below(1000), mutation.OneOf<(int, int)[]>(Samplings))
        {
            RestartInterval = mutation.Below(4),
            Extra = mutation.OneOf<byte[]>([], JpegParts.Jfif, JpegParts.Exif((byte)mutation.Below(10), isLittle: true)),
        };
        var file = mutation.OneOf(0, 1, 2) switch
        {
            0 => parts.Progressive(),
            1 => parts.Sequential(together: true),
            _ => parts.Sequential(together: false),
        };
        return mutation.Spoil(mutation.Spoil(file), oneIn: 1);
    }
}
