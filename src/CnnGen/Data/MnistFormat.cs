namespace CnnGen.Data;

/// <summary>How the data sets of the MNIST family are published: four IDX files of grey images of 28 x 28 and their ten classes.</summary>
/// <param name="files">Training images, training labels, test images, test labels.</param>
internal sealed class MnistFormat(IReadOnlyList<ExpectedFile> files)
{
    private const int Size = 28;
    private const int Classes = 10;

    /// <summary>Reads the files of a folder, compressed or not; null, with the reason, where they are not all there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="reason">What is missing.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or its images have another size.</exception>
    public (ImageDataset Train, ImageDataset Test)? TryRead(string folder, out string reason)
    {
        string?[] paths = [.. files.Select(file => Find(folder, file.Name))];
        var missing = files.Where((_, i) => paths[i] is null).Select(file => file.Name).ToList();
        reason = missing.Count == files.Count && !Directory.Exists(folder)
            ? $"there is no folder {folder}"
            : $"{folder} lacks {string.Join(", ", missing)}";
        return missing.Count > 0 ? null : (Read(paths[0]!, paths[1]!), Read(paths[2]!, paths[3]!));
    }

    private static string? Find(string folder, string name) =>
        new[] { name, Path.GetFileNameWithoutExtension(name) }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static ImageDataset Read(string imagesPath, string labelsPath)
    {
        var set = IdxFile.ReadDataset(imagesPath, labelsPath, Classes);
        return (set.Height, set.Width) == (Size, Size) && set.Count > 0
            ? set
            : throw new InvalidDataException(
                $"{imagesPath}: expected images of {Size} x {Size}, but got {set.Count} of {set.Height} x {set.Width}.");
    }
}
