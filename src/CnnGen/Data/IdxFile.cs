using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnGen.Data;

/// <summary>
/// Reads IDX files, the format of the MNIST family: two zero bytes, a type code, the number of dimensions, the extents as big-endian 32-bit
/// numbers, the values row-major. Files may be compressed with gzip; the content decides, not the name. Only bytes (type 0x08) are read.
/// </summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads grey images: a file of three dimensions (count, height, width).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, damaged or of another kind; the message names what was expected and what came.</exception>
    public static IdxImages ReadImages(string path)
    {
        var (extents, values) = Read(path, dimensions: 3, "images (count, height, width)");
        if (extents[1] == 0 || extents[2] == 0)
            throw new InvalidDataException($"{path}: expected images of at least 1 x 1, but they are {extents[1]} x {extents[2]}.");
        return new IdxImages(extents[0], extents[1], extents[2], values);
    }

    /// <summary>Reads labels: a file of one dimension.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One class per image, from 0 to 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, damaged or of another kind; the message names what was expected and what came.</exception>
    public static int[] ReadLabels(string path) => Array.ConvertAll(Read(path, dimensions: 1, "labels (count)").Values, value => (int)value);

    /// <summary>Reads images and their labels as a data set of one channel.</summary>
    /// <param name="imagesPath">The file of images.</param>
    /// <param name="labelsPath">The file of labels.</param>
    /// <param name="classes">Number of classes: a label at or above it is an error. Null: any byte is a label.</param>
    /// <exception cref="FileNotFoundException">One of the files does not exist.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, the counts differ, or a label is no class.</exception>
    public static ImageDataset ReadDataset(string imagesPath, string labelsPath, int? classes = null)
    {
        var images = ReadImages(imagesPath);
        var labels = ReadLabels(labelsPath);
        if (labels.Length != images.Count)
            throw new InvalidDataException($"{labelsPath}: expected {images.Count} labels, one for each image of {imagesPath}, but it holds {labels.Length}.");
        var wrong = classes is { } limit ? Array.FindIndex(labels, label => label >= limit) : -1;
        if (wrong >= 0)
            throw new InvalidDataException($"{labelsPath}: expected labels from 0 to {classes - 1}, but label {wrong} is {labels[wrong]}.");
        return new ImageDataset(images.Pixels, labels, images.Height, images.Width, channels: 1);
    }

    private static (int[] Extents, byte[] Values) Read(string path, int dimensions, string kind)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        var isCompressed = IsGzip(file);
        using var stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        try
        {
            var extents = ReadHeader(path, stream, dimensions, kind);
            return (extents, ReadValues(path, stream, extents, isCompressed ? null : file.Length - file.Position));
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the gzip data was expected to be whole, but it is damaged or truncated ({e.Message})", e);
        }
    }

    private static int[] ReadHeader(string path, Stream stream, int dimensions, string kind)
    {
        Span<byte> header = stackalloc byte[4 + 4 * dimensions];
        var got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        // The magic number first: it says more than "too short" when the file is of another kind.
        if (got >= 4 && BinaryPrimitives.ReadInt32BigEndian(header) != (UnsignedByte << 8 | dimensions))
        {
            throw new InvalidDataException(
                $"{path}: expected an IDX file of {kind}, which begins with 0x{UnsignedByte << 8 | dimensions:x8}, but it begins with 0x{BinaryPrimitives.ReadUInt32BigEndian(header):x8}.");
        }

        if (got < header.Length)
            throw new InvalidDataException($"{path}: expected an IDX header of {header.Length} bytes, but the file ends after {got}.");
        var extents = new int[dimensions];
        for (var i = 0; i < dimensions; i++)
        {
            var extent = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + 4 * i)..]);
            if (extent > int.MaxValue)
                throw new InvalidDataException($"{path}: expected extents below 2^31, but dimension {i} is {extent}.");
            extents[i] = (int)extent;
        }

        return extents;
    }

    /// <param name="path">The file, for messages.</param>
    /// <param name="stream">Stands behind the header.</param>
    /// <param name="extents">What the header announces.</param>
    /// <param name="available">Bytes that follow, where known before reading.</param>
    private static byte[] ReadValues(string path, Stream stream, int[] extents, long? available)
    {
        var announced = extents.Aggregate((Int128)1, (product, extent) => product * extent);
        var shape = string.Join(" x ", extents);
        if (announced > Array.MaxLength)
            throw new InvalidDataException($"{path}: expected at most {Array.MaxLength} bytes of data, but the header announces {shape} = {announced}.");
        if (available is { } length && length < announced)
            throw new InvalidDataException($"{path}: expected {shape} = {announced} bytes of data, but only {length} follow: the file is truncated.");

        // A damaged header of a small compressed file must not ask for gigabytes at once, so the array grows with what really comes.
        var expected = (int)announced;
        var values = new byte[available is null ? Math.Min(expected, 1 << 26) : expected];
        var got = 0;
        while (true)
        {
            got += stream.ReadAtLeast(values.AsSpan(got), values.Length - got, throwOnEndOfStream: false);
            if (got < values.Length)
                throw new InvalidDataException($"{path}: expected {shape} = {announced} bytes of data, but only {got} came: the file is truncated.");
            if (got == expected)
                break;
            Array.Resize(ref values, (int)Math.Min(expected, values.Length * 2L));
        }

        // Reading to the end also makes gzip compare its checksum.
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"{path}: expected {shape} = {announced} bytes of data, but more follow.");
        return values;
    }

    private static bool IsGzip(FileStream file)
    {
        var first = file.ReadByte();
        var second = file.ReadByte();
        file.Position = 0;
        return first == 0x1f && second == 0x8b;
    }
}
