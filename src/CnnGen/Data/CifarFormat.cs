using System.Formats.Tar;
using System.IO.Compression;
using CnnGen.Formats;

namespace CnnGen.Data;

/// <summary>
/// The binary version of CIFAR-10 and CIFAR-100: records of some labels, a byte each, and an image of 32 x 32, plane after plane; files of
/// them in an archive.
/// </summary>
internal sealed class CifarFormat
{
    private const int Size = 32;
    private const int Channels = 3;
    private const int ImageBytes = Size * Size * Channels;

    private readonly IReadOnlyList<string> _trainFiles;
    private readonly string _testFile;
    private readonly int[] _labels;

    /// <summary>Describes a data set.</summary>
    /// <param name="trainFiles">The files of training images, in order.</param>
    /// <param name="testFile">The file of test images.</param>
    /// <param name="labels">For each label of an image, the number of its classes.</param>
    public CifarFormat(IReadOnlyList<string> trainFiles, string testFile, params int[] labels) =>
        (_trainFiles, _testFile, _labels) = (trainFiles, testFile, labels);

    /// <summary>Its name, for messages.</summary>
    public required string Title { get; init; }

    /// <summary>The archive that is published.</summary>
    public required ExpectedFile Archive { get; init; }

    /// <summary>The folder that the archive has the files in.</summary>
    public required string FolderInArchive { get; init; }

    /// <summary>Images of the largest file.</summary>
    public required int ImagesOfFile { get; init; }

    private int RecordBytes => _labels.Length + ImageBytes;

    /// <summary>Reads a folder with the archive, or with what is in it; null, with the reason, where it has neither.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="label">Which label of an image is its class, from 0.</param>
    /// <param name="reason">What is missing.</param>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public (ImageDataset Train, ImageDataset Test)? TryRead(string folder, int label, out string reason)
    {
        reason = "";
        string[] names = [.. _trainFiles, _testFile];
        foreach (var place in new[] { folder, Path.Combine(folder, FolderInArchive) })
        {
            string[] paths = [.. names.Select(name => Path.Combine(place, name))];
            if (paths.All(File.Exists))
                return Parse(name => ReadFile(Path.Combine(place, name)), label, place);
        }

        var archive = Path.Combine(folder, Archive.Name);
        if (File.Exists(archive))
        {
            var contents = ReadArchive(archive, names);
            return Parse(name => contents[name], label, archive);
        }

        reason = Directory.Exists(folder) ? $"{folder} lacks {Archive.Name}" : $"there is no folder {folder}";
        return null;
    }

    private byte[] ReadFile(string path)
    {
        using var file = RegularFile.OpenRead(path);
        CheckLength(file.Length, path);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private Dictionary<string, byte[]> ReadArchive(string path, IReadOnlyList<string> names)
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
                $"{path}: expected the files of {Title}'s binary version, but it lacks {string.Join(", ", missing)}.");
    }

    private void CheckLength(long bytes, string name)
    {
        if (bytes == 0 || bytes > (long)ImagesOfFile * RecordBytes || bytes % RecordBytes != 0)
        {
            var labels = _labels.Length == 1 ? "a label" : $"{_labels.Length} labels";
            throw new InvalidDataException(
                $"{name}: expected 1 to {ImagesOfFile} images of {RecordBytes} bytes, {labels} and three planes of {Size} x {Size}, but it"
                    + $" has {bytes} bytes.");
        }
    }

    private (ImageDataset Train, ImageDataset Test) Parse(Func<string, byte[]> contentOf, int label, string place) =>
        (ToDataset([.. _trainFiles.Select(name => (name, contentOf(name)))], label, place),
            ToDataset([(_testFile, contentOf(_testFile))], label, place));

    /// <summary>A record is its labels, then all red, all green and all blue values; a data set has its channels last.</summary>
    private ImageDataset ToDataset(IReadOnlyList<(string Name, byte[] Content)> files, int label, string place)
    {
        var count = files.Sum(file => file.Content.Length / RecordBytes);
        var labels = new int[count];
        var pixels = new byte[count * ImageBytes];
        var image = 0;
        foreach (var (name, content) in files)
        {
            for (var start = 0; start < content.Length; start += RecordBytes, image++)
            {
                var record = content.AsSpan(start, RecordBytes);
                CheckLabels(record, start / RecordBytes, $"{place}, {name}");
                labels[image] = record[label];
                Interleave(record[_labels.Length..], pixels.AsSpan(image * ImageBytes, ImageBytes));
            }
        }

        return new ImageDataset(pixels, labels, Size, Size, Channels);
    }

    private void CheckLabels(ReadOnlySpan<byte> record, int number, string file)
    {
        for (var i = 0; i < _labels.Length; i++)
        {
            if (record[i] >= _labels[i])
            {
                var which = _labels.Length == 1 ? "" : $" {i} of 0 to {_labels.Length - 1}";
                throw new InvalidDataException(
                    $"{file}: expected labels{which} from 0 to {_labels[i] - 1}, but label {number} is {record[i]}.");
            }
        }
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
