using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_is_read(bool packed)
    {
        WriteFiles(packed, size: 28);
        var data = Mnist.Load(new DatasetOptions { CacheFolder = _folder.Path, AllowDownload = false });
        Assert.Equal($"from {_folder.Path}", data.Source);
        Assert.Equal((2, 28, 28, 1), (data.Train.Count, data.Train.Height, data.Train.Width, data.Train.Channels));
        Assert.Equal([5, 9], data.Train.Labels.ToArray());
        Assert.Equal([7], data.Test.Labels.ToArray());
        Assert.Equal(3, data.Train.Bytes[3]);
    }

    [Fact]
    public void What_is_missing_or_wrong_is_named()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => Mnist.Load(new DatasetOptions { Folder = _folder.Path }));
        Assert.Equal($"No MNIST data: {_folder.Path} lacks train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
            + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz.", missing.Message);
        WriteFiles(packed: true, size: 8);
        var wrong = Assert.Throws<InvalidDataException>(() => Mnist.Load(new DatasetOptions { Folder = _folder.Path }));
        Assert.Contains("expected images of 28 x 28, but got 2 of 8 x 8", wrong.Message, StringComparison.Ordinal);

        // Nobody listens at this address.
        var options = new DatasetOptions { CacheFolder = _folder["cache"], BaseAddress = new("http://127.0.0.1:9/") };
        missing = Assert.Throws<FileNotFoundException>(() => Mnist.Load(options));
        Assert.Contains($"there is no folder {_folder["cache"]}; the download failed (", missing.Message, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine("cnngen", "mnist"), Mnist.DefaultCacheFolder(), StringComparison.Ordinal);
    }

    private void WriteFiles(bool packed, byte size)
    {
        Write("train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, size, 0, 0, 0, size, .. Pixels(2)]);
        Write("train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 2, 5, 9]);
        Write("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, size, 0, 0, 0, size, .. Pixels(1)]);
        Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 7]);

        IEnumerable<byte> Pixels(int count) => Enumerable.Range(0, count * size * size).Select(i => (byte)i);
        void Write(string name, byte[] content) =>
            _folder.Write(packed ? $"{name}.gz" : name, packed ? IdxFileTests.Gzip(content) : content);
    }
}
