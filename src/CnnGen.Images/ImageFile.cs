using CnnGen.Formats;

namespace CnnGen.Images;

/// <summary>Reads picture files. The content decides the format, not the name of the file.</summary>
public static class ImageFile
{
    /// <summary>The most pixels a picture may have: beyond it a file is taken for damaged before memory is asked for.</summary>
    public const long MaxPixels = 1L << 28;

    /// <summary>
    /// Reads a PNG, JPEG, PGM (P2, P5) or PPM (P3, P6) file. 16-bit channels are brought to 8: round(v / 257). A JPEG file is turned as its
    /// EXIF orientation says, as by browsers and viewers; Keras' and Pillow's readers leave it as it is stored.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture with the channels the file has; printer's colours (CMYK) become red, green and blue.</returns>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">
    /// The path leads to something other than a regular file (a folder, a pipe, a device), or the file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, of another format, or compressed so far that it must be converted first; the message names the file, what was
    /// expected and what came.
    /// </exception>
    public static ByteImage Read(string path) => Decode(ReadAll(path), path);

    /// <summary>
    /// Reads a picture as <see cref="Read"/> does, from memory: one that was sent, or is a part of a larger file.
    /// </summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="maxPixels">
    /// The most pixels it may have, by default <see cref="MaxPixels"/>. A small file may be of a very large picture: who takes files from
    /// strangers bounds with this what memory one of them takes, which is some bytes for each pixel.
    /// </param>
    /// <returns>The picture with the channels the file has.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is not 1 to <see cref="MaxPixels"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, of another format, or of more pixels; the message tells what was expected and what came.
    /// </exception>
    public static ByteImage Decode(byte[] content, string name = "the picture", long maxPixels = MaxPixels)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPixels, MaxPixels);
        if (PngReader.Matches(content))
            return PngReader.Read(name, content, maxPixels);
        if (JpegReader.Matches(content))
            return JpegReader.Read(name, content, maxPixels);
        if (PnmReader.Matches(content))
            return PnmReader.Read(name, content, maxPixels);
        var start = Convert.ToHexStringLower(content.AsSpan(0, Math.Min(8, content.Length)));
        throw new InvalidDataException($"{name}: expected a picture of format PNG, JPEG, PGM or PPM, but the file"
            + $" {(content.Length == 0 ? "is empty" : $"begins with {start}")}.");
    }

    private static byte[] ReadAll(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        if (stream.Length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{path}: expected a picture of at most {Array.MaxLength} bytes, but the file has {stream.Length}.");
        }

        var data = new byte[stream.Length];
        // Of a file that became shorter meanwhile, what is left.
        var got = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        return got == data.Length ? data : data[..got];
    }
}
