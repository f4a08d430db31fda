namespace CnnGen.Images;

/// <summary>Reads picture files. The content decides the format, not the name of the file.</summary>
public static class ImageFile
{
    /// <summary>The most pixels a picture may have: beyond it a file is taken for damaged before memory is asked for.</summary>
    internal const long MaxPixels = 1L << 28;

    /// <summary>Reads a PNG, PGM (P2, P5) or PPM (P3, P6) file. 16-bit channels are brought to 8.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture with the channels the file has.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of another format; the message names the file, what was expected and what came.</exception>
    public static ByteImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var data = File.ReadAllBytes(path);
        if (PngReader.Matches(data))
            return PngReader.Read(path, data);
        if (PnmReader.Matches(data))
            return PnmReader.Read(path, data);
        var start = Convert.ToHexStringLower(data.AsSpan(0, Math.Min(8, data.Length)));
        throw new InvalidDataException($"{path}: expected a picture of format PNG, PGM or PPM, but the file {(data.Length == 0 ? "is empty" : $"begins with {start}")}.");
    }
}
