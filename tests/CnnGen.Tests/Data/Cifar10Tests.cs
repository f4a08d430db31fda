using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin")]
    public void Files_are_read_in_order_with_channels_last(string subfolder)
    {
        Directory.CreateDirectory(_folder[subfolder]);
        foreach (var (name, content) in CifarFiles.Contents())
            File.WriteAllBytes(Path.Combine(_folder[subfolder], name), content);
        AssertRead(Cifar10.Load(new DatasetOptions { Folder = _folder.Path }));
    }

    [Fact]
    public void The_archive_is_read_as_it_was_published()
    {
        WriteArchive(CifarFiles.Contents());
        var data = Cifar10.Load(new DatasetOptions { CacheFolder = _folder.Path, AllowDownload = false });
        Assert.Equal($"from {_folder.Path}", data.Source);
        AssertRead(data);
    }

    [Fact]
    public void What_is_nowhere_is_told_with_the_reasons()
    {
        var error = Assert.Throws<FileNotFoundException>(() => Cifar10.Load(new DatasetOptions { Folder = _folder.Path }));
        Assert.Equal($"No CIFAR-10 data: {_folder.Path} lacks cifar-10-binary.tar.gz.", error.Message);

        // Nobody listens at this address.
        var options = new DatasetOptions { CacheFolder = _folder["cache"], BaseAddress = new("http://127.0.0.1:9/") };
        error = Assert.Throws<FileNotFoundException>(() => Cifar10.Load(options));
        Assert.Contains($"there is no folder {_folder["cache"]}; the download failed (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        var archive = WriteArchive(CifarFiles.Contents());
        var whole = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, whole[..(whole.Length / 2)]);
        AssertRefused($"{archive}: expected a");
        File.WriteAllBytes(archive, [1, 2, 3]);
        AssertRefused($"{archive}: expected a tar archive in gzip data");
        WriteArchive(CifarFiles.Contents().Take(5));
        AssertRefused("it lacks test_batch.bin");
        WriteArchive(CifarFiles.Contents().Take(5).Append((CifarFiles.Names[5], new byte[CifarFiles.RecordBytes - 1])));
        AssertRefused("test_batch.bin: expected 1 to 10000 images of 3073 bytes");
        WriteArchive(CifarFiles.Contents().Take(5).Append((CifarFiles.Names[5], [10, .. new byte[CifarFiles.RecordBytes - 1]])));
        AssertRefused("test_batch.bin: expected labels from 0 to 9, but label 0 is 10.");
    }

    private void AssertRefused(string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Cifar10.Load(new DatasetOptions { Folder = _folder.Path }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static void AssertRead(Cifar10Data data)
    {
        Assert.Equal((10, 32, 32, 3), (data.Train.Count, data.Train.Height, data.Train.Width, data.Train.Channels));
        Assert.Equal([0, 5, 1, 6, 2, 7, 3, 8, 4, 9], data.Train.Labels.ToArray());
        Assert.Equal([0, 5], data.Test.Labels.ToArray());
        // Image 2 is the first of the second file; pixel 7 of its planes.
        Assert.Equal([7, 8, 9], data.Train.Bytes.Slice(2 * data.Train.ImageSize + 3 * 7, 3).ToArray());
    }

    private string WriteArchive(IEnumerable<(string Name, byte[] Content)> files) =>
        CifarFiles.WriteArchive(_folder["cifar-10-binary.tar.gz"], "cifar-10-batches-bin", files);
}
