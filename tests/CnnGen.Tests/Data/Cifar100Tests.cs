using CnnGen.Data;
using CnnGen.Tests.Support;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class Cifar100Tests : IDisposable
{
    private static readonly (string Name, byte[] Content)[] Files =
    [
        ("train.bin", [.. CifarFiles.Record(4, 0), .. CifarFiles.Record(19, 99), .. CifarFiles.Record(0, 55)]),
        ("test.bin", [.. CifarFiles.Record(1, 91)]),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_are_fine_or_coarse()
    {
        CifarFiles.WriteArchive(_folder["cifar-100-binary.tar.gz"], "cifar-100-binary", Files);
        var fine = Cifar100.Load(new Cifar100Options { CacheFolder = _folder.Path, AllowDownload = false });
        Assert.Equal($"from {_folder.Path}", fine.Source);
        AssertRead(fine, [0, 99, 55], [91], "apple worm otter trout");
        var coarse = Cifar100.Load(new Cifar100Options { Folder = _folder.Path, LabelMode = LabelMode.Coarse });
        AssertRead(coarse, [4, 19, 0], [1], "fruit_and_vegetables vehicles_2 aquatic_mammals fish");
        Assert.Throws<ArgumentException>(() => Cifar100.Load(new Cifar100Options { LabelMode = (LabelMode)2 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cifar-100-binary")]
    public void Unpacked_files_are_read(string subfolder)
    {
        Directory.CreateDirectory(_folder[subfolder]);
        foreach (var (name, content) in Files)
            File.WriteAllBytes(Path.Combine(_folder[subfolder], name), content);
        AssertRead(Cifar100.Load(new Cifar100Options { Folder = _folder.Path }), [0, 99, 55], [91], "apple worm otter trout");
    }

    [Fact]
    public void What_is_missing_or_damaged_is_named()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => Cifar100.Load(new Cifar100Options { Folder = _folder.Path }));
        Assert.Equal($"No CIFAR-100 data: {_folder.Path} lacks cifar-100-binary.tar.gz.", missing.Message);
        AssertRefused([4, 0, .. new byte[3071]],
            "train.bin: expected 1 to 50000 images of 3074 bytes, 2 labels and three planes of 32 x 32");
        AssertRefused([.. CifarFiles.Record(4, 0), .. CifarFiles.Record(20, 0)],
            "train.bin: expected labels 0 of 0 to 1 from 0 to 19, but label 1 is 20.");
        AssertRefused([.. CifarFiles.Record(4, 100)], "train.bin: expected labels 1 of 0 to 1 from 0 to 99, but label 0 is 100.");
    }

    [Fact]
    public void There_are_a_hundred_names_and_twenty()
    {
        Assert.Equal((100, 100), (Cifar100.FineClassNames.Count, Cifar100.FineClassNames.Distinct().Count()));
        Assert.Equal((20, 20), (Cifar100.CoarseClassNames.Count, Cifar100.CoarseClassNames.Distinct().Count()));
        Assert.EndsWith(Path.Combine("cnngen", "cifar-100"), Cifar100.DefaultCacheFolder(), StringComparison.Ordinal);
    }

    private void AssertRefused(byte[] train, string message)
    {
        _folder.Write("train.bin", train);
        _folder.Write("test.bin", Files[1].Content);
        var error = Assert.Throws<InvalidDataException>(() => Cifar100.Load(new Cifar100Options { Folder = _folder.Path }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static void AssertRead(Cifar100Data data, int[] train, int[] test, string names)
    {
        Assert.Equal((3, 32, 32, 3), (data.Train.Count, data.Train.Height, data.Train.Width, data.Train.Channels));
        Assert.Equal(train, data.Train.Labels.ToArray());
        Assert.Equal(test, data.Test.Labels.ToArray());
        Assert.Equal(names, string.Join(" ", train.Concat(test).Select(label => data.ClassNames[label])));
        // Pixel 7 of the second image.
        Assert.Equal([7, 8, 9], data.Train.Bytes.Slice(data.Train.ImageSize + 3 * 7, 3).ToArray());
    }
}
