using System.Globalization;
using System.Runtime.InteropServices;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>Checksums of what is in memory, by which a training that goes on finds that its data are no longer those they were.</summary>
internal static class DataChecksum
{
    /// <summary>Bytes up to which all of them count: some hundredths of a second, before training begins.</summary>
    public const long MostBytes = 1L << 28;

    // Values that are looked at as bytes at a time, of which a span can have 2^31 - 1.
    private const int Block = 1 << 20;

    /// <summary>
    /// The checksum of the values of images: of all of them, or where they are more than <see cref="MostBytes"/>, of the first image and
    /// every so-many-th after it, as few left out as bring them down to that, and of the last.
    /// </summary>
    /// <param name="values">As many for each image, one image after the other.</param>
    /// <param name="images">How many images, at least 1.</param>
    /// <typeparam name="T">The type of a value.</typeparam>
    public static unsafe string Of<T>(ReadOnlySpan<T> values, int images)
        where T : unmanaged
    {
        var size = values.Length / images;
        var step = (int)Math.Max(1, (((long)values.Length * sizeof(T)) + MostBytes - 1) / MostBytes);
        var checksum = 0u;
        if (step == 1)
            return Text(Add(values, checksum));
        for (var image = 0; image < images; image += step)
            checksum = Add(values.Slice(image * size, size), checksum);
        return Text(Add(values[^size..], checksum));
    }

    private static uint Add<T>(ReadOnlySpan<T> values, uint checksum)
        where T : unmanaged
    {
        for (; values.Length > Block; values = values[Block..])
            checksum = Crc32C.Of(MemoryMarshal.AsBytes(values[..Block]), checksum);
        return Crc32C.Of(MemoryMarshal.AsBytes(values), checksum);
    }

    private static string Text(uint checksum) => checksum.ToString("x8", CultureInfo.InvariantCulture);
}
