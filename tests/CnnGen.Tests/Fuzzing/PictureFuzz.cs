using CnnGen.Images;
using Xunit;

namespace CnnGen.Tests.Fuzzing;

/// <summary>Mutated pictures: each is refused, or read as the pixels it was made of where those are known.</summary>
internal static class PictureFuzz
{
    /// <param name="mutation">The choices.</param>
    /// <param name="expected">The pixels of a picture that is as it should be and simple enough to tell them; else null.</param>
    public delegate byte[] Maker(Mutation mutation, out byte[]? expected);

    /// <summary>Reads many.</summary>
    /// <param name="make">Makes one.</param>
    public static void Run(Maker make)
    {
        byte[]? expected = null;
        FuzzRun.Over(mutation => make(mutation, out expected), path =>
        {
            var image = ImageFile.Read(path);
            if (expected is not null)
                Assert.Equal(expected, image.Pixels.ToArray());
            return image.Pixels.Length;
        });
    }
}
