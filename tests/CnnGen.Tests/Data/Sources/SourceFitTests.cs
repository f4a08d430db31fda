using CnnGen.Data;
using CnnGen.Tests.Support;
using CnnGen.Tests.Training;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data.Sources;

/// <summary>Trainings whose images are read one by one: the bits of those whose images lie in memory, and little memory.</summary>
public sealed class SourceFitTests
{
    private const int BatchSize = 4;

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(4, 3, true)]
    [InlineData(4, 1, false)]
    public void ASourceGivesTheBitsOfMemory(int threads, int ahead, bool shuffle)
    {
        var options = ResumableTraining.Options() with { Shuffle = shuffle };
        if (!shuffle)
            options = options with { Augmentation = [] };
        using var fromMemory = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(fromMemory, fromMemory.Fit(ResumableTraining.Data, options));
        foreach (var knowsTargets in (bool[])[true, false])
        {
            var source = new ReadSource(ResumableTraining.Data, knowsTargets);
            using var network = new Remembering(seed: 5);
            network.Adapt(source);
            var read = ResumableTraining.Options() with
            {
                Shuffle = shuffle,
                Augmentation = options.Augmentation,
                Validation = source.Slice(0, 11),
                ReadThreads = threads,
                ReadAhead = ahead,
            };
            Assert.Equal(expected, ResumableTraining.Describe(network, network.Fit(source, read)));
            Assert.All(source.Threads, thread => Assert.False(thread.IsAlive));
        }
    }

    [Fact]
    public void ASplitOfASourceIsThatOfMemory()
    {
        using var fromMemory = ResumableTraining.NewNetwork();
        using var read = ResumableTraining.NewNetwork();
        var options = ResumableTraining.Options() with { Validation = null, ValidationSplit = 0.3 };
        var expected = ResumableTraining.Describe(fromMemory, fromMemory.Fit(ResumableTraining.Data, options));
        options = ResumableTraining.Options() with { Validation = null, ValidationSplit = 0.3 };
        Assert.Equal(expected, ResumableTraining.Describe(read, read.Fit(new ReadSource(ResumableTraining.Data), options)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnInterruptedTrainingGoesOnWithTheSameBits(int threads)
    {
        using var folder = new TemporaryFolder();
        using var whole = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(whole, whole.Fit(ResumableTraining.Data, ResumableTraining.Options()));
        var source = new ReadSource(ResumableTraining.Data);
        // Within an epoch, at its end, and at the last batch but one.
        foreach (var steps in (int[])[7, 10, 14])
        {
            using var cancellation = new CancellationTokenSource();
            using var first = ResumableTraining.NewNetwork();
            Assert.True(first.Fit(source, Options(resume: false) with
            {
                CancellationToken = cancellation.Token,
                Callbacks = [new AfterBatches(steps, cancellation.Cancel)],
            }).Cancelled);
            using var second = ResumableTraining.NewNetwork();
            Assert.Equal(expected, ResumableTraining.Describe(second, second.Fit(source, Options(resume: true))));

            FitOptions Options(bool resume)
            {
                var checkpoint = new CheckpointOptions(folder[$"{steps}"]) { EverySteps = 4, Resume = resume };
                return ResumableTraining.Options(checkpoint: checkpoint) with { ReadThreads = threads };
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    public void ItIsReadSoFarAheadAndNoFurther(int threads, int ahead)
    {
        var source = new ReadSource(Numbers(40));
        using var network = new FakeNetwork(1, 1, 1, 2);
        var (most, isReadAhead) = (0, true);
        network.BeforeBatch = () =>
        {
            // All that may be read while this step waits, and a while to read more.
            var bound = Math.Min(40, (network.Batches.Length + 1 + ahead) * BatchSize);
            isReadAhead &= SpinWait.SpinUntil(() => source.Reads >= bound, TimeSpan.FromMinutes(1));
            Thread.Sleep(5);
            most = Math.Max(most, source.Reads - bound);
        };
        network.Fit(source, new FitOptions { BatchSize = BatchSize, ReadThreads = threads, ReadAhead = ahead });
        Assert.True(isReadAhead);
        Assert.Equal(0, most);
        Assert.Equal(40, source.Reads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void WhatAReadThrowsComesOutWithTheImagesNumber(int threads)
    {
        // The first in the order of the batches, whichever thread is faster.
        var source = new ReadSource(Numbers(40))
        {
            BeforeRead = image =>
            {
                if (image == 18)
                    Thread.Sleep(20);
                if (image is 18 or 19 or 22)
                    throw new InvalidDataException("a bad picture");
            },
        };
        using var network = new FakeNetwork(1, 1, 1, 2);
        var options = new FitOptions { BatchSize = BatchSize, Shuffle = false, ReadThreads = threads };
        var error = Assert.Throws<ImageReadException>(() => network.Fit(source, options));
        Assert.Equal((18, "Image 18 of the training set could not be read: a bad picture"), (error.Image, error.Message));
        Assert.Contains(nameof(ReadSource), Assert.IsType<InvalidDataException>(error.InnerException).StackTrace);
        Assert.Equal(4, network.Batches.Length);
        Assert.Equal(16, Assert.Single(History.Of(error)!.Epochs).Images);
        Assert.All(source.Threads, thread => Assert.False(thread.IsAlive));

        var inValidation = Assert.Throws<ImageReadException>(() => network.Fit(Numbers(8), options with { Validation = source }));
        Assert.Equal((18, true), (inValidation.Image, inValidation.Message.Contains("validation set", StringComparison.Ordinal)));
        Assert.Equal(18, Assert.Throws<ImageReadException>(() => network.Evaluate(source)).Image);
        Assert.Equal(18, Assert.Throws<ImageReadException>(() => source.ToDataset(threads)).Image);
        Assert.All(source.Threads, thread => Assert.False(thread.IsAlive));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void NoThreadIsLeftBehind(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        using var network = new FakeNetwork(1, 1, 1, 2);
        var source = new ReadSource(Numbers(40));
        var options = new FitOptions
        {
            Epochs = 3,
            BatchSize = BatchSize,
            ReadThreads = threads,
            CancellationToken = cancellation.Token,
        };
        network.BeforeBatch = () => throw new NotSupportedException("bad step");
        Assert.Throws<NotSupportedException>(() => network.Fit(source, options));
        Assert.All(source.Threads, thread => Assert.False(thread.IsAlive));

        network.BeforeBatch = null;
        Assert.NotNull(network.Fit(source, options with { Callbacks = [new Stopper()] }).StopReason);
        network.BeforePredict = cancellation.Cancel;
        Assert.True(network.Fit(source, options with { Validation = new ReadSource(Numbers(2000)) }).Cancelled);
        Assert.All(source.Threads, thread => Assert.False(thread.IsAlive));
    }

    [Fact]
    public async Task TwoTrainingsMayReadOneSourceAtATime()
    {
        using var alone = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(alone, alone.Fit(ResumableTraining.Data, ResumableTraining.Options()));
        var source = new ReadSource(ResumableTraining.Data);
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using var network = ResumableTraining.NewNetwork();
            return ResumableTraining.Describe(network, network.Fit(source, ResumableTraining.Options() with { ReadThreads = 2 }));
        })));
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Fact]
    public void LabelsInMemoryAreCheckedBeforeAndOthersAsTheyAreRead()
    {
        var labels = new int[40];
        labels[21] = 2;
        var data = new ImageDataset(Numbers(40).Floats.ToArray(), labels, 1, 1, 1);
        using var network = new FakeNetwork(1, 1, 1, 2);
        var options = new FitOptions { BatchSize = BatchSize, Shuffle = false };
        const string message = "The label of image 21 of the training set is 2, but Fake knows the classes 0 to 1.";

        var known = new ReadSource(data, knowsTargets: true);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.Fit(known, options)).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (known.Reads, network.Batches.Length));

        var late = Assert.Throws<ArgumentException>(() => network.Fit(new ReadSource(data), options));
        Assert.Contains(message, late.Message, StringComparison.Ordinal);
        Assert.Equal(5, network.Batches.Length);

        var forgetful = Assert.Throws<ImageReadException>(() => network.Fit(new Forgetful(), options));
        Assert.Contains("Image 0 of the training set could not be read: Forgetful.Read wrote no target: write the buffer's Label",
            forgetful.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsOfAnotherNumberAreRefused()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var error = Assert.Throws<ArgumentException>(() => network.Fit(new Forgetful { Labels = new int[2] }));
        Assert.Contains("3 images of the training set need 3 classes for targets (1 each), but Targets has 2 classes", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(3, network.Fit(new Forgetful { Labels = new int[3] }).Epochs[0].Images);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1025, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1025)]
    public void NumbersOutOfTheirRangeAreRefused(int threads, int ahead)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var error = Assert.Throws<ArgumentException>(
            () => network.Fit(Numbers(4), new FitOptions { ReadThreads = threads, ReadAhead = ahead }));
        Assert.Contains("must be from 1 to 1024", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ReadingAllocatesNothing(int threads)
    {
        // What a thread allocates from one image's end to the next one's, in the last epoch.
        var allocated = 0L;
        var epoch = 0;
        var before = new ThreadLocal<long>();
        var source = new ReadSource(Numbers(120))
        {
            BeforeRead = _ =>
            {
                var now = GC.GetAllocatedBytesForCurrentThread();
                if (Volatile.Read(ref epoch) == 3 && before.Value > 0)
                    Interlocked.Add(ref allocated, now - before.Value);
                before.Value = GC.GetAllocatedBytesForCurrentThread();
            },
        };
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.Fit(source, new FitOptions
        {
            Epochs = 3,
            BatchSize = BatchSize,
            ReadThreads = threads,
            Augmentation = [new RandomBrightness(0.1)],
            Callbacks = [new EpochWatch(each => Volatile.Write(ref epoch, each))],
        });
        Assert.Equal(0, allocated);
    }

    private static ImageDataset Numbers(int count) =>
        new(Enumerable.Range(0, count).Select(i => (float)i).ToArray(), new int[count], 1, 1, 1);

    /// <summary>The least that a source needs; it forgets its labels.</summary>
    private sealed class Forgetful : IImageSource
    {
        public int[] Labels { get; init; } = [];

        public int Count => 3;

        public ImageShape Shape => new(1, 1, 1);

        public Targets Targets => Labels;

        public void Read(int image, ImageBuffer buffer) => buffer.Bytes[0] = (byte)image;
    }

    private sealed class AfterBatches(int steps, Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress)
        {
            if (((progress.Epoch - 1) * progress.Batches) + progress.Batch == steps)
                action();
        }
    }

    private sealed class Stopper : ITrainingCallback
    {
        private TrainingContext? _context;

        public void OnTrainBegin(TrainingContext context) => _context = context;

        public void OnBatchEnd(in BatchProgress progress) => _context!.Stop("enough");
    }

    private sealed class EpochWatch(Action<int> onEpoch) : ITrainingCallback
    {
        public void OnEpochBegin(in EpochStart epoch) => onEpoch(epoch.Epoch);
    }
}
