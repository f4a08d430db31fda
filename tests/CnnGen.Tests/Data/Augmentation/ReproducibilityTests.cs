using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>What comes out depends on seed, epoch, image and place in the list, and on nothing else.</summary>
public sealed class ReproducibilityTests
{
    private static readonly ImageShape Shape = new(6, 7, 2);

    private static IAugmentation[] All =>
    [
        new RandomFlip(),
        new RandomCrop(2),
        new RandomTranslation(0.1, 0.2) { FillMode = FillMode.Wrap },
        new RandomRotation(0.3),
        new RandomZoom(0.2, (-0.3, 0)) { FillMode = FillMode.Constant, FillValue = 30 },
        new RandomZoom(0.1) { Interpolation = Interpolation.Nearest, FillMode = FillMode.Nearest },
        new RandomBrightness(0.2),
        new RandomContrast(0.4),
        new RandomErasing(0.5),
    ];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void BatchesDoNotMatter(bool bytes, bool shuffle)
    {
        var data = Data(bytes);
        var options = new FitOptions { Augmentation = All, Shuffle = shuffle, Seed = 9 };
        var expected = Epoch(data, data.Count, options, epoch: 2);
        foreach (var batchSize in new[] { 1, 4, 11 })
            Assert.Equal(expected, Epoch(data, batchSize, options, epoch: 2));

        // An epoch made before has no part in it.
        Assert.NotEqual(expected, Epoch(data, 4, options, epoch: 1));
        Assert.Equal(expected, Epoch(data, 4, options, epoch: 2, firstEpoch: 1));

        // Nor have the threads that make it.
        Assert.Equal(expected, Epoch(data, 4, options with { ReadThreads = 3 }, epoch: 2));
    }

    [Fact]
    public void ShufflingDoesNotMatter()
    {
        var data = Data(bytes: false);
        var inOrder = Epoch(data, 5, new FitOptions { Augmentation = All, Shuffle = false }, epoch: 3);
        var shuffled = Epoch(data, 5, new FitOptions { Augmentation = All }, epoch: 3);
        Assert.NotEqual(inOrder, shuffled);
        Assert.Equal(inOrder.Chunk(Shape.Size * sizeof(float)).Select(Hash).Order(), shuffled.Chunk(Shape.Size * sizeof(float))
            .Select(Hash).Order());
    }

    [Fact]
    public void EverythingNamedMatters()
    {
        uint[] draws =
            [Draw(1, 1, 1, 1), Draw(2, 1, 1, 1), Draw(1, 2, 1, 1), Draw(1, 1, 2, 1), Draw(1, 1, 1, 2), Draw(1ul << 32 | 1, 1, 1, 1)];
        Assert.Equal(draws.Length, draws.Distinct().Count());
        Assert.Equal(draws[0], Draw(1, 1, 1, 1));

        static uint Draw(ulong seed, int epoch, int image, int augmentation) =>
            (uint)new AugmentationRandom(seed, epoch, image, augmentation).Uniform(0, 4294967296.0);
    }

    [Fact]
    public void TheBitsAreThoseOfEveryMachine()
    {
        // Another hash means that trainings of earlier versions cannot be repeated.
        Assert.Equal("bcee144fc29b52ac",
            Hash(Epoch(Data(bytes: false), 5, new FitOptions { Augmentation = All, Seed = 3 }, epoch: 1))[..16]);
    }

    [Fact]
    public void BytesAreRoundedOnceAtTheEnd()
    {
        // An eighth of the contrast and all of it again, around a mean of 100: roundings in between would leave no difference to bring
        // back.
        RandomContrast half = new((-0.5, -0.5)), twice = new((1, 1));
        var data = new ImageDataset(new byte[] { 97, 99, 101, 103 }, new[] { 0 }, 2, 2, 1);
        var options = new FitOptions { Augmentation = [half, half, half, twice, twice, twice], Shuffle = false };
        Assert.Equal([97, 99, 101, 103], Epoch(data, 1, options, epoch: 1));

        // Cut to bytes where an augmentation leaves them.
        var bright = new FitOptions { Augmentation = [new Times(100)], Shuffle = false };
        Assert.Equal([255, 255, 255, 255], Epoch(data, 1, bright, epoch: 1));
        var negative = new FitOptions { Augmentation = [new Times(-1)], Shuffle = false };
        Assert.Equal([0, 0, 0, 0], Epoch(data, 1, negative, epoch: 1));
    }

    /// <summary>The images of an epoch, as bytes.</summary>
    private static byte[] Epoch(ImageDataset data, int batchSize, FitOptions options, int epoch, int? firstEpoch = null)
    {
        var plan = new BatchPlan(data, batchSize)
        {
            Augmentation = options.Augmentation,
            Shuffles = options.Shuffle,
            Seed = options.Seed,
            Threads = options.ReadThreads,
        };
        using var feeder = new BatchFeeder(plan);
        feeder.Begin(epoch, firstEpoch ?? epoch);
        var images = new List<byte>();
        for (var each = firstEpoch ?? epoch; each <= epoch; each++)
        {
            images.Clear();
            for (var number = 0; number < plan.Batches; number++)
            {
                var batch = feeder.Next();
                images.AddRange(batch.Bytes);
                images.AddRange(MemoryMarshal.AsBytes(batch.Floats));
            }
        }

        return [.. images];
    }

    private static ImageDataset Data(bool bytes)
    {
        const int count = 11;
        var values = Augmented.Noise(new ImageShape(count, Shape.Size, 1));
        return bytes
            ? new ImageDataset(values.Select(value => (byte)value).ToArray(), new int[count], Shape.Height, Shape.Width, Shape.Channels)
            : new ImageDataset(values, new int[count], Shape.Height, Shape.Width, Shape.Channels);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Times(float factor) : IAugmentation
    {
        public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
        {
            for (var i = 0; i < image.Length; i++)
                result[i] = factor * image[i];
        }
    }
}
