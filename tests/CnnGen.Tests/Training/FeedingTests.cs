using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Batches that are made while the step before them runs: the same ones, to the bit, as if they were made in between.</summary>
public sealed class FeedingTests
{
    private const int Images = 45;
    private const int BatchSize = 8;
    private const int Epochs = 3;
    private const ulong Seed = 5;

    public static TheoryData<string, bool, bool, int> Cases
    {
        get
        {
            var data = new TheoryData<string, bool, bool, int>();
            foreach (string name in (string[])["DropoutChain", "RescaledAndNormalized", "DropoutFirstAndLast"])
            {
                foreach (bool shuffle in (bool[])[true, false])
                {
                    foreach (bool augment in (bool[])[true, false])
                    {
                        foreach (int threads in ThreadCounts.All)
                            data.Add(name, shuffle, augment, threads);
                    }
                }
            }

            return data;
        }
    }

    // Where targets are maps, pixels may not move away from them.
    private static IAugmentation[] AugmentationsFor(NetworkInfo network) => network.OutputPositions == 1
        ? [new RandomFlip(), new RandomTranslation(0.2, 0.2), new RandomZoom(0.1)]
        : [new RandomContrast(0.1), new RandomErasing { FillValue = 0 }];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void FitIsTheLoopWrittenByHand(string name, bool shuffle, bool augment, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var fitted = subject.Create(InstructionSets.Best, threads);
        using var byHand = subject.Create(InstructionSets.Best);
        var data = Data(fitted.Info);

        var history = fitted.Fit(data, new FitOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = new Nadam(),
            Seed = Seed,
            Shuffle = shuffle,
            Augmentation = augment ? AugmentationsFor(fitted.Info) : [],
            Loss = LossFor(data),
        });

        var losses = TrainByHand(byHand, data, shuffle, augment ? AugmentationsFor(fitted.Info) : []);
        Assert.Equal(losses, history.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(Bits.HashOfWeights(byHand), Bits.HashOfWeights(fitted));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheNextBatchesAreMadeWhileAStepRunsAndLeaveItsImagesAlone(int ahead)
    {
        // The step on the first batch does not end before the last image of those ahead was there, and of the next one none is.
        using var made = new ManualResetEventSlim();
        using var network = new FakeNetwork(1, 1, 1, 2);
        int images = 0;
        var watch = new Watch(_ =>
        {
            if (Interlocked.Increment(ref images) == (1 + ahead) * BatchSize)
                made.Set();
        });
        bool wasMade = false;
        network.BeforeBatch = () =>
        {
            if (network.Batches.Length == 0)
                wasMade = made.Wait(TimeSpan.FromMinutes(1)) && Volatile.Read(ref images) == (1 + ahead) * BatchSize;
        };

        network.Fit(
            Numbers(5 * BatchSize), new FitOptions { BatchSize = BatchSize, Shuffle = false, Augmentation = [watch], ReadAhead = ahead });

        Assert.True(wasMade);
        Assert.Equal(Enumerable.Range(0, 5 * BatchSize), network.Seen.ToArray());
        Assert.NotSame(Thread.CurrentThread, watch.Thread);
        Assert.False(watch.Thread!.IsAlive);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void WhatAnAugmentationThrowsComesOutWhereItsBatchIsAskedFor(int badImage)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var watch = new Watch(image =>
        {
            if (image == badImage)
                throw new NotSupportedException("bad image");
        });
        var error = Assert.Throws<NotSupportedException>(() => network.Fit(
            Numbers(40), new FitOptions { BatchSize = BatchSize, Shuffle = false, Augmentation = [watch] }));
        Assert.Equal("bad image", error.Message);
        Assert.Contains(nameof(Watch), error.StackTrace);
        Assert.Equal(badImage / BatchSize, network.Batches.Length);
        Assert.False(watch.Thread!.IsAlive);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ThePreparingThreadEndsWhenAStepThrowsOrTrainingIsCancelled(int batches)
    {
        using var source = new CancellationTokenSource();
        using var network = new FakeNetwork(1, 1, 1, 2);
        var watch = new Watch(_ => { });
        var options = new FitOptions { Epochs = 2, BatchSize = BatchSize, Augmentation = [watch], CancellationToken = source.Token };
        network.BeforeBatch = () =>
        {
            if (network.Batches.Length == batches)
                throw new NotSupportedException("bad step");
        };
        Assert.Throws<NotSupportedException>(() => network.Fit(Numbers(50), options));
        Assert.False(watch.Thread!.IsAlive);

        network.BeforeBatch = () =>
        {
            if (network.Batches.Length == 2 * batches)
                source.Cancel();
        };
        Assert.True(network.Fit(Numbers(50), options).Cancelled);
        Assert.False(watch.Thread!.IsAlive);
        Assert.Equal(2 * batches + 1, network.Batches.Length);
    }

    [Fact]
    public void ValidationImagesAreNotAugmented()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var images = new List<int>();
        var watch = new Watch(images.Add);
        network.Fit(Numbers(20), new FitOptions { ValidationSplit = 0.25, Shuffle = false, Augmentation = [watch] });
        Assert.Equal(5, network.Predicted);
        Assert.Equal(Enumerable.Range(0, 15), images);
    }

    [Fact]
    public void InTheGivenOrderBatchesAreReadWhereTheyLie()
    {
        // An image that changes just before its step shows that no copy was taken.
        using var network = new FakeNetwork(1, 1, 1, 2);
        float[] pixels = new float[20];
        network.BeforeBatch = () => pixels[network.Seen.Length] = 7;
        network.Fit(new ImageDataset(pixels, new int[20], 1, 1, 1), new FitOptions { BatchSize = 5, Shuffle = false });
        Assert.Equal([7, 0, 0, 0, 0, 7, 0, 0, 0, 0, 7, 0, 0, 0, 0, 7, 0, 0, 0, 0], network.Seen.ToArray());
    }

    private static double[] TrainByHand(INetwork network, ImageDataset data, bool shuffle, IAugmentation[] augmentations)
    {
        var optimizer = new Nadam();
        var losses = new double[Epochs];
        int[] order = [.. Enumerable.Range(0, data.Count)];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            if (shuffle)
                Shuffling.Fill(order, Seed, epoch);
            double loss = 0;
            foreach (int[] images in order.Chunk(BatchSize))
            {
                float[] values = [.. images.SelectMany(image => Image(data, image, epoch, augmentations))];
                var targets = data.TargetKind == TargetKind.Classes
                    ? new Targets(images.Select(image => data.Labels[image]).ToArray())
                    : new Targets(images.SelectMany(image => data.Slice(image, 1).Targets.Values.ToArray()).ToArray());
                var result = data.HasBytes
                    ? network.TrainBatch(values.Select(value => (byte)MathF.Round(value)).ToArray(), targets, LossFor(data), optimizer)
                    : network.TrainBatch(values, targets, LossFor(data), optimizer);
                loss += result.Loss * result.Count;
            }

            losses[epoch - 1] = loss / data.Count;
        }

        return losses;
    }

    private static float[] Image(ImageDataset data, int index, int epoch, IAugmentation[] augmentations)
    {
        var image = data.Slice(index, 1);
        float[] values = data.HasBytes ? [.. image.Bytes.ToArray().Select(value => (float)value)] : image.Floats.ToArray();
        for (int i = 0; i < augmentations.Length; i++)
        {
            var random = new AugmentationRandom(Seed, epoch, index, i);
            float[] next = new float[values.Length];
            augmentations[i].Apply(values, next, data.Shape, ref random);
            values = next;
        }

        return values;
    }

    /// <summary>Images of one value, their number.</summary>
    private static ImageDataset Numbers(int count) =>
        new(Enumerable.Range(0, count).Select(i => (float)i).ToArray(), new int[count], 1, 1, 1);

    private static Loss LossFor(ImageDataset data) =>
        data.TargetKind == TargetKind.Classes ? new SparseCategoricalCrossentropy() : new MeanSquaredError();

    /// <summary>
    /// Bytes for a network that takes them, else floats; classes for one that ends in a vector, maps for one that does not.
    /// </summary>
    private static ImageDataset Data(NetworkInfo network)
    {
        var random = new Random(17);
        var (height, width, channels) = (network.InputShape[0], network.InputShape[1], network.InputShape[2]);
        int[] labels = [.. Enumerable.Range(0, Images).Select(_ => random.Next(network.OutputSize))];
        byte[] bytes = new byte[Images * network.InputSize];
        random.NextBytes(bytes);
        if (network.OutputShape.Count > 1)
        {
            float[] maps = [.. Enumerable.Range(0, Images * network.OutputSize).Select(_ => random.NextSingle())];
            return new ImageDataset(bytes.Select(value => value / 127.5f - 1).ToArray(), maps, height, width, channels);
        }

        return network.AcceptsBytes
            ? new ImageDataset(bytes, labels, height, width, channels)
            : new ImageDataset(bytes.Select(value => value / 127.5f - 1).ToArray(), labels, height, width, channels);
    }

    /// <summary>Leaves images as they are and tells their first value.</summary>
    private sealed class Watch(Action<int> onImage) : IAugmentation
    {
        public Thread? Thread { get; private set; }

        public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
        {
            Thread = Thread.CurrentThread;
            image.CopyTo(result);
            onImage((int)image[0]);
        }
    }
}
