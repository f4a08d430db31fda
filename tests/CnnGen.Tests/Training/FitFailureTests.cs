using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Whatever ends a training, the epochs that are done are there for whoever catches it, and callbacks hear of the end.</summary>
public sealed class FitFailureTests
{
    private const int Images = 20;
    private const int BatchSize = 8;

    /// <summary>Where it fails, in the second epoch; epochs that are whole, and images of the one that is not.</summary>
    public static TheoryData<string, int, int> Places => new()
    {
        { "first step", 1, 0 },
        { "second step", 1, 8 },
        { "augmentation", 1, 8 },
        { "validation", 1, 20 },
        { nameof(ITrainingCallback.OnEpochBegin), 1, 0 },
        { nameof(ITrainingCallback.OnBatchEnd), 1, 8 },
        { nameof(ITrainingCallback.OnEpochEnd), 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void TheHistoryOutlivesTheException(string place, int wholeEpochs, int imagesOfTheLast)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var error = new OutOfMemoryException(place);
        var failing = new Failing(place, error);
        var log = new Log();
        bool isAtSteps = place is "first step" or "second step";
        network.BeforeBatch = () =>
        {
            if (isAtSteps && network.Batches.Length == (place == "first step" ? 3 : 4))
                throw error;
        };
        network.BeforePredict = () =>
        {
            if (place == "validation" && network.Batches.Length == 6)
                throw error;
        };

        var data = new ImageDataset(Enumerable.Range(0, Images).Select(i => (float)i).ToArray(), new int[Images], 1, 1, 1);
        var thrown = Assert.Throws<OutOfMemoryException>(() => network.Fit(data, new FitOptions
        {
            Epochs = 5,
            BatchSize = BatchSize,
            Shuffle = false,
            Augmentation = [failing],
            Validation = data,
            Callbacks = [failing, log],
        }));

        Assert.Same(error, thrown);
        var history = Assert.IsType<History>(History.Of(thrown));
        Assert.Same(history, Assert.Single(log.Histories));
        Assert.Same(error, history.Error);
        Assert.False(history.Cancelled);
        Assert.Equal(wholeEpochs + (imagesOfTheLast > 0 ? 1 : 0), history.Epochs.Count);
        Assert.All(
            history.Epochs.Take(wholeEpochs), epoch => Assert.Equal((Images, true), (epoch.Images, epoch.ValidationLoss is not null)));
        if (imagesOfTheLast > 0)
        {
            Assert.Equal((2, imagesOfTheLast, false),
                (history.Epochs[^1].Epoch, history.Epochs[^1].Images, history.Epochs[^1].ValidationLoss is not null));
        }

        Assert.Same(history, History.Of(new AggregateException(thrown)));
    }

    /// <summary>A metric that throws when asked is asked again for the part of the epoch that is kept, and must not end that.</summary>
    [Theory]
    [InlineData(false, false, 8)]
    [InlineData(false, true, 20)]
    [InlineData(true, false, 8)]
    public void AMetricThatCannotTellItsResultCostsNoEpoch(bool throwsInUpdate, bool onlyAtTheEnd, int imagesOfTheLast)
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var (metric, log) = (new FailingMetric { ThrowsInUpdate = throwsInUpdate }, new Log());
        network.BeforeBatch = () => metric.IsBroken = network.Batches.Length >= (throwsInUpdate ? 4 : 3);
        var data = new ImageDataset(Enumerable.Range(0, Images).Select(i => (float)i).ToArray(), new int[Images], 1, 1, 1);
        var thrown = Assert.Throws<NotSupportedException>(() => network.Fit(data, new FitOptions
        {
            Epochs = 5,
            BatchSize = BatchSize,
            Shuffle = false,
            Metrics = [new SparseCategoricalAccuracy(), metric],
            // Without callbacks nobody asks before the epoch is over.
            Callbacks = onlyAtTheEnd ? [] : [log],
        }));

        Assert.Equal(throwsInUpdate ? "Update" : "Result", thrown.Message);
        var history = Assert.IsType<History>(History.Of(thrown));
        Assert.Same(thrown, history.Error);
        Assert.Equal([1, 2], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal((Images, 7), (history.Epochs[0].Images, history.Epochs[0]["failing"]));
        Assert.Equal((imagesOfTheLast, double.NaN), (history.Epochs[1].Images, history.Epochs[1]["failing"]));
        Assert.InRange(history.Epochs[1].Accuracy, 0, 1);
        if (!onlyAtTheEnd)
            Assert.Same(history, Assert.Single(log.Histories));
    }

    [Fact]
    public void OneCallbackThatFailsAtTheEndDoesNotKeepTheOthersFromHearingOfIt()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var error = new IOException("the disk is full");
        var (first, last) = (new Log(), new Log());
        var thrown = Assert.Throws<IOException>(() => network.Fit(
            new ImageDataset(new float[Images], new int[Images], 1, 1, 1),
            new FitOptions { Epochs = 3, Callbacks = [first, new Failing(nameof(ITrainingCallback.OnTrainEnd), error), last] }));
        Assert.Same(error, thrown);
        Assert.Equal(3, History.Of(thrown)!.Epochs.Count);
        Assert.Same(Assert.Single(first.Histories), Assert.Single(last.Histories));
        Assert.Null(first.Histories[0].Error);
    }

    [Fact]
    public void WhatIsRefusedBeforeTrainingHasNoHistory()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var data = new ImageDataset(new float[1], new[] { 7 }, 1, 1, 1);
        Assert.Null(History.Of(Assert.Throws<ArgumentException>(() => network.Fit(data))));
    }

    private sealed class Log : ITrainingCallback
    {
        public List<History> Histories { get; } = [];

        public void OnTrainEnd(History history) => Histories.Add(history);
    }

    /// <summary>Is 7, until it is broken and throws.</summary>
    private sealed class FailingMetric : Metric
    {
        public bool IsBroken { get; set; }

        public bool ThrowsInUpdate { get; init; }

        public override string Name => "failing";

        public override TargetKind TargetKind => TargetKind.Classes;

        public override double Result => IsBroken ? throw new NotSupportedException(nameof(Result)) : 7;

        public override void Reset()
        {
        }

        public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
        {
            if (IsBroken && ThrowsInUpdate)
                throw new NotSupportedException(nameof(Update));
        }
    }

    /// <summary>Throws at one place of the second epoch.</summary>
    private sealed class Failing(string place, Exception error) : ITrainingCallback, IAugmentation
    {
        public void OnEpochBegin(in EpochStart epoch) => FailAt(nameof(OnEpochBegin), epoch.Epoch == 2);

        public void OnBatchEnd(in BatchProgress progress) => FailAt(nameof(OnBatchEnd), progress.Epoch == 2);

        public void OnEpochEnd(in EpochResult result) => FailAt(nameof(OnEpochEnd), result.Epoch == 2);

        public void OnTrainEnd(History history) => FailAt(nameof(OnTrainEnd), true);

        public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
        {
            image.CopyTo(result);
            _images += image[0] == BatchSize ? 1 : 0;
            FailAt("augmentation", _images == 2);
        }

        private void FailAt(string here, bool isNow)
        {
            if (here == place && isNow)
                throw error;
        }

        private int _images;
    }
}
