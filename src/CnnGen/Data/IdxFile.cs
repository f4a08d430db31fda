namespace CnnGen.Data;

/// <summary>
/// Reads IDX files, the format of the MNIST family: two zero bytes, a type code, the number of dimensions, the extents as big-endian 32-bit
/// numbers, the values row-major. Files may be compressed with gzip; the content decides, not the name. Images are bytes (type 0x08) or
/// floats (0x0D), labels bytes.
/// </summary>
public static class IdxFile
{
    /// <summary>Reads grey images: a file of three dimensions (count, height, width), of bytes or floats.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">
    /// The path leads to something other than a regular file (a folder, a pipe, a device), or the file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is truncated, damaged, empty or of another kind, or compressed so far that it must be unpacked first; the message names
    /// what was expected and what came.
    /// </exception>
    public static IdxImages ReadImages(string path)
    {
        using var reader = new IdxReader(path, "images (count, height, width)", dimensions: 3, IdxReader.Bytes, IdxReader.Floats);
        var (count, height, width) = (reader.Extents[0], reader.Extents[1], reader.Extents[2]);
        return reader.Type == IdxReader.Bytes
            ? new IdxImages(count, height, width, reader.ReadBytes(), null)
            : new IdxImages(count, height, width, null, reader.ReadFloats());
    }

    /// <summary>Reads labels: a file of one dimension, of bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>One class per image, from 0 to 255.</returns>
    /// <exception cref="ArgumentException">The path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">
    /// The path leads to something other than a regular file (a folder, a pipe, a device), or the file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is truncated, damaged, empty or of another kind, or compressed so far that it must be unpacked first; the message names
    /// what was expected and what came.
    /// </exception>
    public static int[] ReadLabels(string path)
    {
        using var reader = new IdxReader(path, "labels (count)", dimensions: 1, IdxReader.Bytes);
        return reader.ReadLabels();
    }

    /// <summary>Reads images and their labels as a data set of one channel.</summary>
    /// <param name="imagesPath">The file of images.</param>
    /// <param name="labelsPath">The file of labels.</param>
    /// <param name="classes">Number of classes: a label at or above it is an error. Null: any byte is a label.</param>
    /// <exception cref="ArgumentException">A path is empty or holds a zero character.</exception>
    /// <exception cref="FileNotFoundException">One of the files does not exist.</exception>
    /// <exception cref="IOException">
    /// A path leads to something other than a regular file (a folder, a pipe, a device), or a file cannot be read.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged (see <see cref="ReadImages"/>), the counts differ, or a label is no class.
    /// </exception>
    public static ImageDataset ReadDataset(string imagesPath, string labelsPath, int? classes = null)
    {
        var images = ReadImages(imagesPath);
        var labels = ReadLabels(labelsPath);
        if (labels.Length != images.Count)
        {
            throw new InvalidDataException(
                $"{labelsPath}: expected {images.Count} labels, one for each image of {imagesPath}, but it holds {labels.Length}.");
        }

        var wrong = classes is { } limit ? Array.FindIndex(labels, label => label >= limit) : -1;
        if (wrong >= 0)
            throw new InvalidDataException($"{labelsPath}: expected labels from 0 to {classes - 1}, but label {wrong} is {labels[wrong]}.");
        return images.Pixels is { } pixels
            ? new ImageDataset(pixels, labels, images.Height, images.Width, channels: 1)
            : new ImageDataset(images.Floats, labels, images.Height, images.Width, channels: 1);
    }
}
