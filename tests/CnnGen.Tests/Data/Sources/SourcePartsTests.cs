using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data.Sources;

/// <summary>Parts of sources: the images that parts of data in memory have, and none read before it is wanted.</summary>
public sealed class SourcePartsTests
{
    public static TheoryData<bool, bool, bool> Kinds
    {
        get
        {
            var data = new TheoryData<bool, bool, bool>();
            foreach (var bytes in (bool[])[true, false])
            {
                foreach (var classes in (bool[])[true, false])
                {
                    data.Add(bytes, classes, true);
                    data.Add(bytes, classes, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void PartsAreThoseOfMemory(bool bytes, bool classes, bool knowsTargets)
    {
        var set = Data(bytes, classes);
        var source = new ReadSource(set, knowsTargets);
        (ImageDataset, IImageSource)[] parts =
        [
            (set, source),
            (set.Slice(3, 20), source.Slice(3, 20)),
            (set.Take(7), source.Take(7)),
            (set.Skip(70), source.Skip(70)),
            (set.Shuffle(4), source.Shuffle(4)),
            (set.Subset(5, 2, 5), source.Subset(5, 2, 5)),
            (set.Split(0.3).First, source.Split(0.3).First),
            (set.Split(0.3).Second, source.Split(0.3).Second),
            (set.Shuffle(1).Skip(2).Shuffle(2).Take(9), source.Shuffle(1).Skip(2).Shuffle(2).Take(9)),
        ];
        Assert.Equal(0, source.Reads);
        foreach (var (expected, part) in parts)
            AssertEqual(expected, part);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AStratifiedSplitIsThatOfMemory(bool bytes)
    {
        var set = Data(bytes, classes: true);
        var expected = set.StratifiedSplit(0.75, seed: 3);
        var (first, second) = new ReadSource(set, knowsTargets: true).StratifiedSplit(0.75, seed: 3);
        AssertEqual(expected.First, first);
        AssertEqual(expected.Second, second);

        var error = Assert.Throws<ArgumentException>(() => new ReadSource(set).StratifiedSplit(0.75));
        Assert.Contains("needs the classes of all 80 images at once, but the source has 0 in Targets", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotThereIsRefused()
    {
        var source = new ReadSource(Data(bytes: true, classes: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Slice(70, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Skip(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Subset(0, 80));
        Assert.Throws<ArgumentException>(() => source.Split(0.001));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ToDataset(0));
        Assert.Equal(0, source.Take(0).ToDataset().Count);
    }

    [Fact]
    public void TargetsOfFurtherOutputsGoWithTheirImages()
    {
        var set = Data(bytes: true, classes: true);
        int[] sides = [.. Enumerable.Range(0, 80)];
        var masks = Enumerable.Range(0, 80 * 6).Select(i => i / 2f).ToArray();
        var expected = set.WithTargets("side", new int[80]).WithTargets("mask", masks).WithTargets("side", sides);
        foreach (var knowsTargets in (bool[])[true, false])
        {
            var source = new ReadSource(set, knowsTargets).WithTargets("side", new int[80]).WithTargets("mask", masks)
                .WithTargets("side", sides);
            (ImageDataset, IImageSource)[] parts =
            [
                (expected, source),
                (expected.Slice(3, 20), source.Slice(3, 20)),
                (expected.Subset(5, 2, 5), source.Subset(5, 2, 5)),
                (expected.Skip(4).Shuffle(3).Take(9), source.Skip(4).Shuffle(3).Take(9)),
                (expected.Take(9).WithTargets("side", sides.AsMemory(0, 9)), source.Take(9).WithTargets("side", sides.AsMemory(0, 9))),
            ];
            foreach (var (memory, part) in parts)
            {
                var (wanted, read) = (memory.Targets.Further, part.ToDataset().Targets.Further);
                Assert.Equal(["mask", "side"], read.Select(each => each.Output));
                Assert.Equal(wanted[0].All.Values.ToArray(), read[0].All.Values.ToArray());
                Assert.Equal(wanted[1].All.Classes.ToArray(), read[1].All.Classes.ToArray());
            }
        }

        Assert.Throws<ArgumentException>(() => new ReadSource(set).WithTargets("side", new int[81]));
        Assert.IsType<ImageDataset>(((IImageSource)set).WithTargets("side", sides));
    }

    /// <summary>Whatever is asked of a source that does not fit itself is refused with the numbers.</summary>
    [Fact]
    public void TargetsOfMoreOrFewerImagesAreRefused()
    {
        var set = Data(bytes: true, classes: true);
        Func<IImageSource, object>[] asked =
        [
            source => source.Shuffle(), source => source.Slice(1, 2), source => source.Subset(1), source => source.ToDataset(),
            source => source.StratifiedSplit(0.5), source => ClassWeighting.Balanced(source),
        ];
        foreach (var ask in asked)
        {
            var error = Assert.Throws<ArgumentException>(() => ask(new Misfit(set)));
            Assert.Contains("80 images ", error.Message, StringComparison.Ordinal);
            Assert.Contains("has 79", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The target of one image is missing.</summary>
    private sealed class Misfit(ImageDataset set) : IImageSource
    {
        public int Count => set.Count;

        public ImageShape Shape => set.Shape;

        public Targets Targets => set.Labels[1..];

        public void Read(int image, ImageBuffer buffer) => ((IImageSource)set).Read(image, buffer);
    }

    [Fact]
    public void WhatIsInMemoryStaysThere()
    {
        IImageSource set = Data(bytes: true, classes: true);
        Assert.Same(set, set.ToDataset());
        Assert.IsType<ImageDataset>(set.Slice(1, 2));
    }

    private static void AssertEqual(ImageDataset expected, IImageSource part)
    {
        foreach (var threads in (int?[])[null, 1, 3])
        {
            var loaded = part.ToDataset(threads);
            Assert.Equal(
                (expected.Count, expected.Shape, expected.HasBytes, expected.TargetKind, expected.TargetSize),
                (loaded.Count, loaded.Shape, loaded.HasBytes, loaded.TargetKind, loaded.TargetSize));
            Assert.Equal(expected.Bytes.ToArray(), loaded.Bytes.ToArray());
            Assert.Equal(expected.Floats.ToArray(), loaded.Floats.ToArray());
            Assert.Equal(expected.Labels.ToArray(), loaded.Labels.ToArray());
            Assert.Equal(expected.Targets.Values.ToArray(), loaded.Targets.Values.ToArray());
        }

        // All targets at once, or none.
        var known = part.Targets;
        if (known.Length > 0)
        {
            Assert.Equal(expected.Labels.ToArray(), known.Classes.ToArray());
            Assert.Equal(expected.Targets.Values.ToArray(), known.Values.ToArray());
        }
    }

    private static ImageDataset Data(bool bytes, bool classes)
    {
        const int count = 80;
        const int size = 2 * 3 * 1;
        var pixels = Enumerable.Range(0, count * size).Select(i => (byte)(i * 7)).ToArray();
        var floats = pixels.Select(value => value / 4f).ToArray();
        var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
        var values = Enumerable.Range(0, count * 2).Select(i => (float)i).ToArray();
        return (bytes, classes) switch
        {
            (true, true) => new(pixels, labels, 2, 3, 1),
            (true, false) => new(pixels, values, 2, 3, 1),
            (false, true) => new(floats, labels, 2, 3, 1),
            _ => new ImageDataset(floats, values, 2, 3, 1),
        };
    }
}
