using System.Globalization;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Images;

[Input(4, 4, 3)]
[Rescaling(1 / 255.0)]
[Flatten]
[Dense(3, Activation.Softmax)]
public sealed partial class FolderClasses;

/// <summary>Folders of pictures: the order of classes and files, what is passed over, what is refused, and what pictures become.</summary>
public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("sv-SE")]
    [InlineData("tr-TR")]
    public void ClassesAreInOrdinalOrderInEveryCulture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            foreach (var name in (string[])["a", "Ä", "_x", "10", "A", "2", "1"])
                Write($"{name}/picture.ppm", Ppm(2, 2, 7));
            var folder = new ImageFolder(_folder.Path, 2, 2);
            Assert.Equal(["1", "10", "2", "A", "_x", "a", "Ä"], folder.ClassNames);
            Assert.Equal(Enumerable.Range(0, 7), folder.Labels.ToArray());
            Assert.Equal(folder.ClassNames, folder.Files.Select(file => Path.GetFileName(Path.GetDirectoryName(file))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [SkippableFact]
    public void LettersThatAFileSystemTakesApartAreOne()
    {
        // As HFS+ stores it, where it would stand behind A.
        Write("A\u0308/1.ppm", Ppm(1, 1, 1));
        Write("_/1.ppm", Ppm(1, 1, 1));
        Assert.Equal(["_", "Ä"], new ImageFolder(_folder.Path, 1, 1).ClassNames);
        Assert.Equal(["Ä"], new ImageFolder(_folder.Path, 1, 1, ["A\u0308"]).ClassNames);

        Skip.If(OperatingSystem.IsMacOS(), "one name on this file system");
        Write("\u00c4/1.ppm", Ppm(1, 1, 1));
        Refused<InvalidDataException>("two folders are called Ä", () => new ImageFolder(_folder.Path, 1, 1));
    }

    [Fact]
    public void EveryFileHasItsRule()
    {
        Write("cat/10.ppm", Ppm(1, 1, 10));
        Write("cat/2.JPG", Ppm(1, 1, 2));
        Write("cat/B.Jpeg", Ppm(1, 1, 3));
        Write("cat/a.png", Ppm(1, 1, 4));
        Write("cat/more/deeper/1.pgm", Ppm(1, 1, 5));
        // Passed over.
        Write("cat/._10.ppm", []);
        Write("cat/.thumbs/1.png", []);
        Write("cat/notes.txt", []);
        Write("cat/png", []);
        Write("cat/1.gif", []);
        Write("README.md", []);
        Write("beside.png", []);
        Write(".git/1.png", []);
        Directory.CreateDirectory(_folder["empty"]);
        Write("dog/1.ppm", Ppm(1, 1, 6));
        if (!OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(_folder["cat/link"], _folder["dog"]);

        var folder = new ImageFolder(_folder.Path, 1, 1);
        Assert.Equal(["cat", "dog", "empty"], folder.ClassNames);
        Assert.Equal(
            ["cat/10.ppm", "cat/2.JPG", "cat/B.Jpeg", "cat/a.png", "cat/more/deeper/1.pgm", "dog/1.ppm"],
            folder.Files.Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/')));
        Assert.Equal([0, 0, 0, 0, 0, 1], folder.Labels.ToArray());
        Assert.Equal(new byte[] { 10, 2, 3, 4, 5, 6 }, folder.ToDataset().Bytes.ToArray().Where((_, i) => i % 3 == 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(_folder.Path, 1, 1) { ColorMode = (ColorMode)2 });
    }

    [Fact]
    public void ClassesMayBeNamed()
    {
        foreach (var name in (string[])["a", "b", "c"])
            Write($"{name}/1.ppm", Ppm(1, 1, (byte)name[0]));
        var folder = new ImageFolder(_folder.Path, 1, 1, ["c", "a"]);
        Assert.Equal(["c", "a"], folder.ClassNames);
        Assert.Equal([(byte)'c', (byte)'a'], folder.ToDataset().Bytes.ToArray().Where((_, i) => i % 3 == 0));
        Refused<ArgumentException>("no folder for the class d; there are a, b, c", () => new ImageFolder(_folder.Path, 1, 1, ["a", "d"]));
        Refused<ArgumentException>("each once", () => new ImageFolder(_folder.Path, 1, 1, ["a", "a"]));
        Refused<ArgumentException>("at least one class", () => new ImageFolder(_folder.Path, 1, 1, []));
    }

    [Fact]
    public void WhatIsNoSuchFolderIsRefused()
    {
        Refused<DirectoryNotFoundException>("no such folder", () => new ImageFolder(_folder["missing"], 1, 1));
        Refused<InvalidDataException>("there are no folders", () => new ImageFolder(_folder.Path, 1, 1));
        Write("cat/notes.txt", []);
        Refused<InvalidDataException>("in the folders cat, but there are none", () => new ImageFolder(_folder.Path, 1, 1));
        Assert.Throws<ArgumentException>(() => new ImageFolder("", 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(_folder.Path, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolder(_folder.Path, 1, 0));
    }

    [SkippableFact]
    public void WhatMayNotBeReadIsNamed()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.UserName == "root", "nothing is closed to this user");
        Write("cat/1.ppm", Ppm(1, 1, 1));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["cat/1.ppm"], UnixFileMode.None);
        var error = Assert.Throws<ImageReadException>(() => new ImageFolder(_folder.Path, 1, 1).ToDataset());
        Assert.IsType<UnauthorizedAccessException>(error.InnerException);
        Assert.Contains("1.ppm", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "the file is empty")]
    [InlineData("cut", "")]
    [InlineData("text", "expected a picture of format PNG, JPEG, PGM or PPM")]
    public void AFileThatIsNoPictureIsNamedWhereItIsRead(string kind, string message)
    {
        for (var i = 0; i < 9; i++)
            Write($"cat/{i}.ppm", Ppm(4, 4, (byte)i));
        Write("cat/5.ppm", kind switch { "empty" => [], "cut" => Ppm(4, 4, 1)[..^5], _ => "hello"u8.ToArray() });
        using var network = new FolderClasses(seed: 1);
        var folder = new ImageFolder(_folder.Path, 4, 4);
        var error = Assert.Throws<ImageReadException>(() => network.Fit(folder, new FitOptions { BatchSize = 2, Shuffle = false }));
        Assert.Equal(5, error.Image);
        Assert.Contains("Image 5 of the training set could not be read: " + folder.Files[5], error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Theory]
    [InlineData(ColorMode.Rgb, false, true)]
    [InlineData(ColorMode.Rgb, true, false)]
    [InlineData(ColorMode.Grayscale, true, true)]
    [InlineData(ColorMode.Grayscale, false, false)]
    public void PicturesAreBroughtToOneShape(ColorMode mode, bool crops, bool bytes)
    {
        Write("grey/1.png", PngParts.Png(3, 2, 8, 0, [0, 1, 2, 3, 0, 4, 5, 6]));
        Write("colour/1.jpg", new JpegParts(37, 20, 5, (1, 1), (1, 1), (1, 1)).Sequential(together: true));
        Write("alpha/1.png", PngParts.Png(2, 2, 8, 6, [0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 10, 11, 12, 13, 14, 15, 16]));
        var folder = new ImageFolder(_folder.Path, 6, 5) { ColorMode = mode, CropToAspectRatio = crops, HasBytes = bytes };
        Assert.Equal(new ImageShape(6, 5, mode == ColorMode.Rgb ? 3 : 1), folder.Shape);
        var loaded = folder.ToDataset();
        for (var i = 0; i < folder.Count; i++)
        {
            var picture = ImageFile.Read(folder.Files[i]);
            var resizing = new CnnGen.Images.Resizing(mode == ColorMode.Rgb ? picture.ToRgb() : picture.ToGrey(), 6, 5, crops);
            var image = loaded.Slice(i, 1);
            var (expected, expectedFloats) = (new byte[image.Bytes.Length], new float[image.Floats.Length]);
            if (bytes)
                resizing.Run(expected);
            else
                resizing.Run(expectedFloats);
            Assert.Equal(expected, image.Bytes.ToArray());
            Assert.Equal(expectedFloats, image.Floats.ToArray());
        }
    }

    [Fact]
    public void ATrainingFromFilesIsThatFromMemory()
    {
        for (var i = 0; i < 60; i++)
            Write($"class {i % 3}/{i}.ppm", Ppm(3 + (i % 4), 5, (byte)(80 * (i % 3) + i)));
        var (train, validation) = new ImageFolder(_folder.Path, 4, 4).StratifiedSplit(0.8, seed: 2);
        Assert.Equal([4, 4, 4], validation.Targets.Classes.ToArray().CountBy(label => label).Select(pair => pair.Value));
        var results = new List<string>();
        foreach (var (trainOn, validateOn, threads) in new[]
        {
            (train.ToDataset(), (IImageSource)validation.ToDataset(), 1),
            (train, validation, 1),
            (train, validation, 2),
            (train, validation, 4),
        })
        {
            using var network = new FolderClasses(seed: 1);
            var history = network.Fit(
                trainOn, new FitOptions { Epochs = 3, BatchSize = 7, Validation = validateOn, ReadThreads = threads });
            results.Add($"{Networks.Bits.HashOfWeights(network)} {history.Epochs[^1].Loss:R} {history.Epochs[^1].ValidationLoss:R}");
        }

        Assert.Single(results.Distinct());
    }

    private static void Refused<TException>(string message, Func<ImageFolder> make)
        where TException : Exception =>
        Assert.Contains(message, Assert.ThrowsAny<TException>(make).Message, StringComparison.Ordinal);

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        _folder.Write(name, content);
    }

    /// <summary>A picture of one value and those after it.</summary>
    private static byte[] Ppm(int height, int width, byte value) =>
    [
        .. System.Text.Encoding.ASCII.GetBytes($"P6 {width} {height} 255\n"),
        .. Enumerable.Range(0, height * width * 3).Select(i => (byte)(value + (i / 3))),
    ];
}
