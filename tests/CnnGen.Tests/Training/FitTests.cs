using System.Globalization;
using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Training and evaluation around a network that keeps books.</summary>
public sealed class FitTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryImageIsTrainedOnOncePerEpoch(bool bytes)
    {
        using var network = Network();
        var history = network.Fit(Data(50, bytes), new FitOptions { Epochs = 2, BatchSize = 16 });
        Assert.Equal([16, 16, 16, 2, 16, 16, 16, 2], network.Batches.ToArray());
        Assert.Equal(Enumerable.Range(0, 50), network.Seen[..50].ToArray().Order());
        Assert.Equal(Enumerable.Range(0, 50), network.Seen[50..].ToArray().Order());
        Assert.Equal(2, history.Epochs.Count);
        Assert.False(history.Cancelled);
    }

    [Fact]
    public void SeedAndEpochDecideTheOrder()
    {
        var first = Order(seed: 1);
        Assert.Equal(first, Order(seed: 1));
        Assert.NotEqual(first, Order(seed: 2));
        Assert.NotEqual(first[..50], first[50..]);
        Assert.NotEqual(Enumerable.Range(0, 50), first[..50]);

        static int[] Order(ulong seed)
        {
            using var network = Network();
            network.Fit(Data(50), new FitOptions { Epochs = 2, BatchSize = 7, Seed = seed });
            return network.Seen.ToArray();
        }
    }

    [Fact]
    public void EveryOrderIsAsLikely()
    {
        // 24 orders of four images, 24,000 shuffles: the chi-squared statistic with 23 degrees of freedom is above 60 once in 25,000 times.
        var counts = new Dictionary<string, int>();
        var order = new int[4];
        for (var epoch = 0; epoch < 24_000; epoch++)
        {
            Shuffling.Fill(order, seed: 3, epoch);
            var name = string.Concat(order);
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(n => (n - 1000.0) * (n - 1000.0) / 1000), 0, 60);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WithoutShufflingTheOrderIsThatOfTheData(bool bytes)
    {
        using var network = Network();
        network.Fit(Data(20, bytes), new FitOptions { Shuffle = false, BatchSize = 8 });
        Assert.Equal(Enumerable.Range(0, 20), network.Seen.ToArray());
    }

    [Fact]
    public void MeansAreWeightedByImages()
    {
        // Losses 1, 2, 3 of batches with 8, 8 and 4 images; every third label is wrong.
        using var network = Network();
        var epoch = Assert.Single(network.Fit(Data(20, wrongEvery: 3), new FitOptions { BatchSize = 8 }).Epochs);
        Assert.Equal((8 * 1 + 8 * 2 + 4 * 3) / 20.0, epoch.Loss, 1e-12);
        Assert.Equal(13 / 20.0, epoch.Accuracy, 1e-12);
        Assert.Equal((1, 20), (epoch.Epoch, epoch.Images));
        Assert.True(epoch.Seconds > 0 && epoch.ImagesPerSecond > 0);
        Assert.Null(epoch.ValidationLoss);
        Assert.Null(epoch.ValidationAccuracy);
    }

    [Fact]
    public void ASplitHoldsBackTheLastImages()
    {
        using var network = Network();
        var history = network.Fit(Data(50), new FitOptions { ValidationSplit = 0.3, Epochs = 2 });

        // floor(50 x 0.7) stay.
        Assert.Equal(Enumerable.Range(0, 35), network.Seen[..35].ToArray().Order());
        Assert.Equal(30, network.Predicted);
        Assert.All(history.Epochs, e => Assert.Equal(1, e.ValidationAccuracy));
        Assert.All(history.Epochs, e => Assert.Equal(-Math.Log(0.75f), e.ValidationLoss!.Value, 1e-7));
    }

    [Fact]
    public void AValidationSetIsEvaluatedAfterEachEpoch()
    {
        using var network = Network();
        var history = network.Fit(Data(10), new FitOptions { Validation = Data(700, false), Epochs = 3 });
        Assert.Equal(2100, network.Predicted);
        Assert.All(history.Epochs, e => Assert.Equal(1, e.ValidationAccuracy));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(7, true)]
    [InlineData(1000, false)]
    public void EvaluationDoesNotDependOnTheBatchSize(int batchSize, bool bytes)
    {
        // A fifth of the labels is one too high; a wrong class has probability 0.0625.
        using var network = Network();
        var result = network.Evaluate(Data(100, bytes, wrongEvery: 5), batchSize);
        Assert.Equal(new EvaluationResult(result.Loss, 0.8, 100), result);
        Assert.Equal(-0.8 * Math.Log(0.75f) - 0.2 * Math.Log(0.0625f), result.Loss, 1e-7);
        Assert.Equal(result, network.Evaluate(Data(100, bytes, wrongEvery: 5)));
    }

    [Theory]
    [InlineData(1, 1, 8)]
    [InlineData(3, 1, 20)]
    [InlineData(4, 2, 8)]
    public void CancellationEndsAfterTheBatch(int batches, int epochs, int imagesOfTheLast)
    {
        using var network = Network();
        using var source = new CancellationTokenSource();
        var left = batches;
        network.BeforeBatch = () =>
        {
            if (--left == 0)
                source.Cancel();
        };
        var log = new Log();
        var history = network.Fit(
            Data(20),
            new FitOptions { Epochs = 9, BatchSize = 8, CancellationToken = source.Token, Callbacks = [log] });
        Assert.Equal(batches, network.Batches.Length);
        Assert.True(history.Cancelled);
        Assert.Equal(epochs, history.Epochs.Count);
        Assert.Equal(imagesOfTheLast, history.Epochs[^1].Images);
        Assert.Equal("train end", log.Lines[^1]);
    }

    [Fact]
    public void CancelledBeforehandItDoesNothing()
    {
        using var network = Network();
        var history = network.Fit(Data(20), new FitOptions { CancellationToken = new CancellationToken(canceled: true) });
        Assert.True(history.Cancelled);
        Assert.Empty(history.Epochs);
        Assert.Equal(0, network.Batches.Length);
    }

    [Fact]
    public void CancelledInValidationTheEpochHasNone()
    {
        using var network = Network();
        using var source = new CancellationTokenSource();
        network.BeforeBatch = source.Cancel;
        var log = new Log();
        var history = network.Fit(
            Data(8), new FitOptions { Validation = Data(8), CancellationToken = source.Token, Callbacks = [log] });
        Assert.True(history.Cancelled);
        Assert.Equal(8, Assert.Single(history.Epochs).Images);
        Assert.Null(history.Epochs[0].ValidationLoss);
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("epoch end", StringComparison.Ordinal));
    }

    [Fact]
    public void CallbacksHearOfEverythingInOrder()
    {
        using var network = Network();
        var log = new Log();
        var history = network.Fit(Data(20), new FitOptions { Epochs = 2, BatchSize = 8, Callbacks = [log, new Silent()] });
        Assert.Equal(
            [
                "epoch 1/2: 3 batches, 20 images",
                "1/2 1/3 8/20 loss 1 accuracy 1",
                "1/2 2/3 16/20 loss 1.5 accuracy 1",
                "1/2 3/3 20/20 loss 1.8 accuracy 1",
                "epoch end 1",
                "epoch 2/2: 3 batches, 20 images",
                "2/2 1/3 8/20 loss 4 accuracy 1",
                "2/2 2/3 16/20 loss 4.5 accuracy 1",
                "2/2 3/3 20/20 loss 4.8 accuracy 1",
                "epoch end 2",
                "train end",
            ],
            log.Lines);
        Assert.Same(history, log.History);

        // After 16 of 20 images a quarter of the time so far is left, and the whole of the second epoch on top of it.
        var second = log.Progress[1];
        Assert.Equal(16 / second.ImagesPerSecond / 4, second.EpochTimeLeft.TotalSeconds, 1e-6);
        Assert.Equal(16 / second.ImagesPerSecond * 1.5, second.TimeLeft.TotalSeconds, 1e-6);
        Assert.Equal(TimeSpan.Zero, log.Progress[^1].TimeLeft);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void BatchesAllocateNothing(bool bytes, bool shuffle)
    {
        using var network = Network();
        var meter = new AllocationMeter();
        network.Fit(Data(100, bytes), new FitOptions { BatchSize = 8, Shuffle = shuffle, Epochs = 3, Callbacks = [meter] });
        Assert.Equal(3 * 12, meter.Batches);
        Assert.Equal(0, meter.AllocatedInTheLastEpoch);
    }

    [Fact]
    public void WithoutOptionsItIsOneEpochOfBatchesOf32()
    {
        using var network = Network();
        var history = network.Fit(Data(70));
        Assert.Equal([32, 32, 6], network.Batches.ToArray());
        Assert.NotEqual(Enumerable.Range(0, 70), network.Seen.ToArray());
        Assert.Equal(70, Assert.Single(history.Epochs).Images);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void FewerImagesThanABatchAreABatch(int count)
    {
        using var network = Network();
        Assert.Equal(count, Assert.Single(network.Fit(Data(count), new FitOptions { Validation = Data(count) }).Epochs).Images);
        Assert.Equal([count], network.Batches.ToArray());
        Assert.Equal(count, network.Predicted);
    }

    [Theory]
    [InlineData(10_000_000, true)]
    [InlineData(int.MaxValue, true)]
    [InlineData(int.MaxValue, false)]
    public void EpochsThatAreAskedForTakeNoMemoryBeforeTheyCome(int epochs, bool shuffle)
    {
        using var network = Network();
        using var source = new CancellationTokenSource();
        network.BeforeBatch = () =>
        {
            if (network.Batches.Length == 2)
                source.Cancel();
        };
        var data = Data(8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var history = network.Fit(data, new FitOptions { Epochs = epochs, Shuffle = shuffle, CancellationToken = source.Token });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(3, history.Epochs.Count);
    }

    [Fact]
    public void TimesBeyondAllMeasureAreTheGreatestThereIs()
    {
        // 20 milliseconds for one of 65,536 images, in each of 2^31 epochs: 89,000 years.
        using var network = new FakeNetwork(1, 1, 1, 2);
        using var source = new CancellationTokenSource();
        network.BeforeBatch = () =>
        {
            Thread.Sleep(20);
            source.Cancel();
        };
        var log = new Log();
        network.Fit(
            new ImageDataset(new byte[1 << 16], new int[1 << 16], 1, 1, 1),
            new FitOptions { Epochs = int.MaxValue, BatchSize = 1, CancellationToken = source.Token, Callbacks = [log] });
        Assert.Equal(TimeSpan.MaxValue, log.Progress[0].TimeLeft);
        Assert.InRange(log.Progress[0].EpochTimeLeft.TotalSeconds, 65_535 * 0.02, 65_535 * 60);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(255, false)]
    [InlineData(-1, true)]
    public void ALabelThatIsNoClassIsRefusedBeforeAWeightMoves(int label, bool isInValidation)
    {
        // The last image of the last batch.
        using var network = new PoolThenClasses();
        var before = Bits.HashOfWeights(network);
        var good = new ImageDataset(new float[70 * 196], new int[70], 14, 14, 1);
        var bad = new ImageDataset(new float[70 * 196], (int[])[.. new int[69], label], 14, 14, 1);
        var (train, validation) = isInValidation ? (good, bad) : (bad, good);
        var error = Assert.Throws<ArgumentException>(() => network.Fit(train, new FitOptions { Validation = validation }));
        Assert.Contains(
            $"The label of image 69 of the {(isInValidation ? "validation" : "training")} set is {label}, but PoolThenClasses knows the"
                + " classes 0 to 9.", error.Message);
        Assert.Equal(before, Bits.HashOfWeights(network));

        Assert.Throws<ArgumentException>(() => network.TrainBatch(bad.Floats, bad.Labels, new Sgd()));
        Assert.Equal(before, Bits.HashOfWeights(network));
    }

    [Fact]
    public void HistoryIsWrittenWhateverTheCulture()
    {
        using var network = Network();
        var history = network.Fit(Data(20), new FitOptions { Epochs = 2, BatchSize = 8, ValidationSplit = 0.2 });
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            history.WriteCsv(path);
            var lines = File.ReadAllLines(path);
            Assert.Equal("epoch,loss,accuracy,val_loss,val_accuracy,seconds,images_per_second,non_finite,val_non_finite", lines[0]);
            Assert.Equal(3, lines.Length);
            var values = lines[2].Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
            var e = history.Epochs[1];
            double?[] expected = [2, e.Loss, e.Accuracy, e.ValidationLoss, e.ValidationAccuracy, e.Seconds, e.ImagesPerSecond, 0, 0];
            Assert.Equal(expected, values.Select(v => (double?)v));

            network.Fit(Data(20), new FitOptions()).WriteCsv(path);
            Assert.Matches("^1,[^,]+,[^,]+,,,[^,]+,[^,]+,0,$", File.ReadAllLines(path)[1]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            File.Delete(path);
        }
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        using var network = Network();
        Refuses("train", "2 x 3 x 1", Data(4), new FitOptions(), width: 2, height: 3);
        Refuses("train", "The training set has no images", Data(0), new FitOptions());
        Refuses("options", "The validation set has no images", Data(4), new FitOptions { Validation = Data(0) });
        Refuses("train", "label of image 2 of the training set is 5", Data(4, labels: [0, 1, 5, 2]), new FitOptions());
        Refuses("train", "label of image 0 of the training set is -1", Data(1, labels: [-1]), new FitOptions());
        Refuses("options", "label of image 0 of the validation set is 7", Data(4), new FitOptions { Validation = Data(1, labels: [7]) });
        Refuses("options", "Epochs must be at least 1, but is 0", Data(4), new FitOptions { Epochs = 0 });
        Refuses("options", "BatchSize must be at least 1, but is -3", Data(4), new FitOptions { BatchSize = -3 });
        Refuses("options", "ValidationSplit must be in [0, 1), but is 1", Data(4), new FitOptions { ValidationSplit = 1 });
        Refuses("options", "leaves 0 of 4", Data(4), new FitOptions { ValidationSplit = 0.9 });
        Refuses("options", "Only one of", Data(4), new FitOptions { ValidationSplit = 0.5, Validation = Data(4) });
        Refuses("options", "Optimizer", Data(4), new FitOptions { Optimizer = null! });
        Refuses("options", "Callbacks", Data(4), new FitOptions { Callbacks = [null!] });
        var error = Assert.Throws<ArgumentException>("test", () => network.Evaluate(Data(2, labels: [0, 9])));
        Assert.Contains("label of image 1 of the data set is 9", error.Message);
        Assert.Throws<ArgumentException>("test", () => network.Evaluate(Data(0)));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => network.Evaluate(Data(2), 0));
        Assert.Equal(0, network.Batches.Length);

        using var floatsOnly = new FakeNetwork(2, 3, 1, Classes, acceptsBytes: false);
        Assert.Throws<InvalidOperationException>(() => floatsOnly.Fit(Data(4, bytes: false), new FitOptions { Validation = Data(4) }));
        Assert.Equal(0, floatsOnly.Batches.Length);

        void Refuses(string parameter, string words, ImageDataset data, FitOptions options, int height = 2, int width = 3)
        {
            using var other = new FakeNetwork(height, width, 1, Classes);
            var target = height == 2 ? network : other;
            Assert.Contains(words, Assert.Throws<ArgumentException>(parameter, () => target.Fit(data, options)).Message);
        }
    }

    private static FakeNetwork Network() => new(2, 3, 1, Classes);

    // Images of 2 x 3 x 1 whose first value is their number, as their label is modulo the classes.
    private static ImageDataset Data(int count, bool bytes = true, int wrongEvery = int.MaxValue, int[]? labels = null)
    {
        labels ??= [.. Enumerable.Range(0, count).Select(i => (i + (i % wrongEvery == 0 && wrongEvery < int.MaxValue ? 1 : 0)) % Classes)];
        var pixels = Enumerable.Range(0, count * 6).Select(i => i % 6 == 0 ? i / 6 : 0);
        return bytes
            ? new ImageDataset(pixels.Select(p => (byte)p).ToArray(), labels, 2, 3, 1)
            : new ImageDataset(pixels.Select(p => (float)p).ToArray(), labels, 2, 3, 1);
    }

    private sealed class Silent : ITrainingCallback;

    private sealed class Log : ITrainingCallback
    {
        public List<string> Lines { get; } = [];

        public List<BatchProgress> Progress { get; } = [];

        public History? History { get; private set; }

        public void OnEpochBegin(in EpochStart epoch) =>
            Lines.Add($"epoch {epoch.Epoch}/{epoch.Epochs}: {epoch.Batches} batches, {epoch.Images} images");

        public void OnBatchEnd(in BatchProgress p)
        {
            Lines.Add(FormattableString.Invariant(
                $"{p.Epoch}/{p.Epochs} {p.Batch}/{p.Batches} {p.ImagesDone}/{p.Images} loss {p.Loss} accuracy {p.Accuracy}"));
            Progress.Add(p);
        }

        public void OnEpochEnd(in EpochResult result) => Lines.Add($"epoch end {result.Epoch}");

        public void OnTrainEnd(History history)
        {
            Lines.Add("train end");
            History = history;
        }
    }

    // What is allocated from one batch's end to the next one's.
    private sealed class AllocationMeter : ITrainingCallback
    {
        private long _before;

        public int Batches { get; private set; }

        public long AllocatedInTheLastEpoch { get; private set; }

        public void OnEpochBegin(in EpochStart epoch) => (AllocatedInTheLastEpoch, _before) = (0, 0);

        public void OnBatchEnd(in BatchProgress progress)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (_before != 0)
            {
                Batches++;
                AllocatedInTheLastEpoch += now - _before;
            }
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
