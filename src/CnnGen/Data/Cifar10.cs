using System.Formats.Tar;
using System.IO.Compression;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009): 50,000 training and 10,000 test photographs,
/// 32 x 32 in colour, ten classes.
/// </summary>
public static class Cifar10
{
    private const string Archive = "cifar-10-binary.tar.gz";
    private const string FolderInArchive = "cifar-10-batches-bin";
    private const string TestFile = "test_batch.bin";
    private const int Size = 32;
    private const int Channels = 3;
    private const int RecordBytes = 1 + Size * Size * Channels;

    /// <summary>Images of one of the published files; the most that a file in an archive may have.</summary>
    private const int ImagesOfFile = 10_000;

    private static readonly string[] TrainFiles = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    private static readonly DatasetLocator<Cifar10Data> Locator = new(
        "cifar-10",
        new("https://www.cs.toronto.edu/~kriz/"),
        [
            new(Archive, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
            {
                IsHashOfFile = true,
                MostBytes = 170_052_171,
            },
        ],
        TryRead);

    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// Loads the data. With <see cref="DatasetOptions.Folder"/>: from there or not at all. Else from the first of: the folder in
    /// <c>CNNGEN_DATA</c>, the user's cache, a download of 170 MB into that cache (checked by SHA-256). A folder holds the archive
    /// <c>cifar-10-binary.tar.gz</c>, or what is in it: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, there
    /// or in <c>cifar-10-batches-bin</c>.
    /// </summary>
    /// <param name="options">Where to look; null: the defaults.</param>
    /// <exception cref="ArgumentException">The address is not one of HTTP, or the timeout is not positive.</exception>
    /// <exception cref="FileNotFoundException">The files are in none of the places; the message names the places and why each
    /// failed.</exception>
    /// <exception cref="InvalidDataException">A file is damaged: it is never passed over in silence for the next place.</exception>
    /// <exception cref="IOException">
    /// A file is no regular file (a folder, a pipe, a device) or cannot be read, which is not passed over either.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The download was stopped.</exception>
    public static Cifar10Data Load(DatasetOptions? options = null) =>
        Locator.Find(options ?? new(), [Environment.GetEnvironmentVariable(FashionMnist.FolderVariable)], out var why)
            ?? throw new FileNotFoundException($"No CIFAR-10 data: {why}.");

    /// <summary><c>cnngen/cifar-10</c> in <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>; on Windows in the local application data.</summary>
    public static string DefaultCacheFolder() => Locator.DefaultCacheFolder();

    private static Cifar10Data? TryRead(string folder, string source, out string reason)
    {
        string[] names = [.. TrainFiles, TestFile];
        foreach (var place in new[] { folder, Path.Combine(folder, FolderInArchive) })
        {
            string[] paths = [.. names.Select(name => Path.Combine(place, name))];
            if (paths.All(File.Exists))
            {
                reason = "";
                return Parse(names, name => ReadFile(Path.Combine(place, name)), place, source);
            }
        }

        var archive = Path.Combine(folder, Archive);
        if (File.Exists(archive))
        {
            reason = "";
            var contents = ReadArchive(archive, names);
            return Parse(names, name => contents[name], archive, source);
        }

        reason = Directory.Exists(folder) ? $"{folder} lacks {Archive}" : $"there is no folder {folder}";
        return null;
    }

    private static byte[] ReadFile(string path)
    {
        using var file = RegularFile.OpenRead(path);
        CheckLength(file.Length, path);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static Dictionary<string, byte[]> ReadArchive(string path, IReadOnlyList<string> names)
    {
        var contents = new Dictionary<string, byte[]>();
        try
        {
            using var file = RegularFile.OpenRead(path);
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(unpacked);
            while (contents.Count < names.Count && tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is not { } data || !names.Contains(Path.GetFileName(entry.Name)))
                    continue;
                CheckLength(entry.Length, $"{path}, {entry.Name}");
                var content = new byte[entry.Length];
                data.ReadExactly(content);
                contents[Path.GetFileName(entry.Name)] = content;
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"{path}: expected a whole tar archive in gzip data, but it is damaged or truncated.", e);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: expected a tar archive in gzip data, but it is none or damaged: {e.Message}", e);
        }

        var missing = names.Where(name => !contents.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? contents
            : throw new InvalidDataException(
                $"{path}: expected the files of CIFAR-10's binary version, but it lacks {string.Join(", ", missing)}.");
    }

    private static void CheckLength(long bytes, string name)
    {
        if (bytes is 0 or > (long)ImagesOfFile * RecordBytes || bytes % RecordBytes != 0)
        {
            throw new InvalidDataException(
                $"{name}: expected 1 to {ImagesOfFile} images of {RecordBytes} bytes, a label and three planes of {Size} x {Size}, but it"
                    + $" has {bytes} bytes.");
        }
    }

    private static Cifar10Data Parse(IReadOnlyList<string> names, Func<string, byte[]> contentOf, string place, string source)
    {
        ImageDataset Set(IEnumerable<string> files) => ToDataset([.. files.Select(file => (file, contentOf(file)))], place);
        return new Cifar10Data(Set(names.Take(TrainFiles.Length)), Set(names.Skip(TrainFiles.Length)), source);
    }

    /// <summary>A record is a label, then all red, all green and all blue values; a data set has its channels last.</summary>
    private static ImageDataset ToDataset(IReadOnlyList<(string Name, byte[] Content)> files, string place)
    {
        var count = files.Sum(file => file.Content.Length / RecordBytes);
        var labels = new int[count];
        var pixels = new byte[count * (RecordBytes - 1)];
        var image = 0;
        foreach (var (name, content) in files)
        {
            for (var start = 0; start < content.Length; start += RecordBytes, image++)
            {
                labels[image] = content[start];
                if (labels[image] >= ClassNames.Count)
                {
                    throw new InvalidDataException(
                        $"{place}, {name}: expected labels from 0 to {ClassNames.Count - 1}, but label {start / RecordBytes} is"
                            + $" {labels[image]}.");
                }

                Interleave(content.AsSpan(start + 1, RecordBytes - 1), pixels.AsSpan(image * (RecordBytes - 1), RecordBytes - 1));
            }
        }

        return new ImageDataset(pixels, labels, Size, Size, Channels);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var i = 0; i < Size * Size; i++)
                pixels[i * Channels + channel] = planes[channel * Size * Size + i];
        }
    }
}
