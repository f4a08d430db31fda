using System.Formats.Tar;
using System.IO.Compression;

namespace CnnGen.Tests.Data;

/// <summary>Small files in the format of CIFAR's binary versions.</summary>
internal static class CifarFiles
{
    public const int RecordBytes = 3073;

    public static readonly string[] Names = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin"), "test_batch.bin"];

    /// <summary>
    /// Images for each file: i in the first and i + 5 in the second half of the ten classes, by turns, where i counts the files of training
    /// images. Values grow along a plane, and from plane to plane by one.
    /// </summary>
    /// <param name="pairs">Pairs of images for each file.</param>
    public static IEnumerable<(string Name, byte[] Content)> Contents(int pairs = 1) => Names.Select((name, file) =>
        (name, Enumerable.Range(0, pairs).SelectMany(_ => Record((byte)(file % 5)).Concat(Record((byte)(file % 5 + 5)))).ToArray()));

    /// <summary>An image behind its labels. Values grow along a plane, and from plane to plane by one.</summary>
    public static IEnumerable<byte> Record(params byte[] labels) =>
        [.. labels, .. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, 1024).Select(i => (byte)(i + channel)))];

    /// <summary>Packs files as they are published. The path of the archive.</summary>
    public static string WriteArchive(string path, string folder, IEnumerable<(string Name, byte[] Content)> files)
    {
        using var file = File.Create(path);
        using var packed = new GZipStream(file, CompressionLevel.NoCompression);
        using var tar = new TarWriter(packed);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, $"{folder}/"));
        foreach (var (name, content) in files)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{folder}/{name}") { DataStream = new MemoryStream(content) });
        return path;
    }
}
