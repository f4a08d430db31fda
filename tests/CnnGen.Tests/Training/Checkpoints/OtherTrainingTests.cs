using CnnGen.Data;
using CnnGen.Tests.Data.Sources;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>What may differ where a training goes on from a checkpoint, and what may not, and is named.</summary>
public sealed class OtherTrainingTests : IDisposable
{
    private static readonly Dictionary<string, (Func<FitOptions, FitOptions> Change, string Difference)> Changes = new()
    {
        ["rate"] = (options => options with { Optimizer = new Nadam(0.02) }, "Optimizer.LearningRate was 0.01 and is 0.02"),
        ["beta"] = (options => options with { Optimizer = new Nadam(0.01) { Beta1 = 0.8 } }, "Optimizer.Beta1 was 0.9 and is 0.8"),
        ["clipping"] = (
            options => options with { Optimizer = new Nadam(0.01) { ClipNorm = 1 } }, "Optimizer.ClipNorm was not set and is 1"),
        ["average"] = (
            options => options with { Optimizer = new Nadam(0.01) { UseEma = true } }, "Optimizer.UseEma was false and is true"),
        ["optimizer"] = (options => options with { Optimizer = new Lion(0.01) }, "Optimizer was Nadam and is Lion"),
        ["schedule"] = (
            options => options with { Optimizer = new Nadam(new CosineDecay(0.01, 30)) },
            "Optimizer.LearningRate was 0.01 and is CosineDecay"),
        ["loss"] = (
            options => options with { Loss = new SparseCategoricalCrossentropy { IgnoreClass = 1 } },
            "Loss.IgnoreClass was not set and is 1"),
        ["augmentation"] = (
            options => options with { Augmentation = [new RandomTranslation(0.3, 0.2), new RandomFlip()] },
            "Augmentation[0].heightFactor was -0.2 to 0.2 and is -0.3 to 0.3"),
        ["flip"] = (
            options => options with { Augmentation = [new RandomTranslation(0.2, 0.2), new RandomFlip(FlipMode.Vertical)] },
            "Augmentation[1].mode was HorizontalAndVertical and is Vertical"),
        ["augmentations"] = (
            options => options with { Augmentation = [new RandomCrop(1)] },
            "Augmentation was RandomTranslation, RandomFlip and is RandomCrop"),
        ["classes"] = (
            options => options with { ClassWeights = new Dictionary<int, float> { [1] = 2.5f } }, "ClassWeights was none and is 1: 2.5"),
        ["metric"] = (
            options => options with { Metrics = [.. options.Metrics!.Select(metric => metric is F1Score ? Micro() : metric)] },
            "Metrics.f1_score.Average was Macro and is Micro"),
        ["callback"] = (
            options => options with { Callbacks = [new EarlyStopping { Patience = 3 }] }, "Callbacks was none and is EarlyStopping"),
        ["no validation"] = (options => options with { Validation = null }, "validation images was 11 and is 0"),
        ["validation"] = (
            options => options with { Validation = ResumableTraining.Data.Slice(1, 11) }, "validation images.targets was"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Changes.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void AnotherSettingIsNamed(string name)
    {
        var (change, difference) = Changes[name];
        Begin("begun");
        var message = Refused("begun", ResumableTraining.Data, change);
        Assert.Contains($"is a checkpoint of another training: {difference}", message, StringComparison.Ordinal);
        // Of another optimizer its other settings are no news.
        if (name != "validation")
            Assert.DoesNotContain(";", message, StringComparison.Ordinal);
        Assert.Contains("Go on with the options and images that it began with (Epochs may differ). To", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherImagesAreNamed()
    {
        Begin("begun");
        var data = ResumableTraining.Data;
        var (bytes, labels) = (data.Bytes.ToArray(), data.Labels.ToArray());
        bytes[^1] ^= 1;
        var pixels = Refused("begun", new ImageDataset(bytes, labels, 6, 6, 1), Same);
        Assert.Contains("another training: training images.pixels was ", pixels, StringComparison.Ordinal);
        labels[3] = (labels[3] + 1) % 4;
        var both = Refused("begun", new ImageDataset(bytes, labels, 6, 6, 1), Same);
        Assert.Contains("training: training images.targets was ", both, StringComparison.Ordinal);
        Assert.Contains("; training images.pixels was ", both, StringComparison.Ordinal);
        var weights = Refused("begun", data.WithWeights(new float[data.Count]), Same);
        Assert.Contains("training images.weights was none and is ", weights, StringComparison.Ordinal);

        static FitOptions Same(FitOptions options) => options;
    }

    [Fact]
    public void OtherPartsOfASourceAreNamed()
    {
        var source = new ReadSource(ResumableTraining.Data);
        Begin("parts", source.Subset(0, 1, 2, 3, 4, 5, 6, 7, 8));
        var other = Refused("parts", source.Subset(8, 1, 2, 3, 4, 5, 6, 7, 0), options => options);
        Assert.Contains("training images.picked was ", other, StringComparison.Ordinal);
    }

    [Fact]
    public void ImagesThatWereInMemoryMayBeReadOneByOne()
    {
        using var whole = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(whole, whole.Fit(ResumableTraining.Data, ResumableTraining.Options()));
        Begin("memory");
        using var network = ResumableTraining.NewNetwork();
        var source = new ReadSource(ResumableTraining.Data);
        var history = network.Fit(source, ResumableTraining.Options(checkpoint: Checkpoint("memory", resume: true)));
        Assert.Equal(expected, ResumableTraining.Describe(network, history));
    }

    [Fact]
    public void AnOptimizerThatHasTakenTheStepsGoesOn()
    {
        // Its rate is no longer that of the beginning, but that of the checkpoint.
        using var whole = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(whole, whole.Fit(ResumableTraining.Data, Options(new Adam(0.02))));
        var optimizer = new Adam(0.02);
        var options = Options(optimizer) with { Checkpoint = Checkpoint("same", resume: true) };
        foreach (var steps in (int[])[12, 17])
        {
            using var cancellation = new CancellationTokenSource();
            using var network = ResumableTraining.NewNetwork();
            Assert.True(network.Fit(ResumableTraining.Data, options with
            {
                CancellationToken = cancellation.Token,
                Callbacks = [.. options.Callbacks, new AfterSteps(steps, cancellation.Cancel)],
            }).Cancelled);
            Assert.NotEqual(0.02, optimizer.LearningRate.Value);
        }

        // A fresh one is that of the beginning.
        using var last = ResumableTraining.NewNetwork();
        var resumed = Options(new Adam(0.02)) with { Checkpoint = Checkpoint("same", resume: true) };
        Assert.Equal(expected, ResumableTraining.Describe(last, last.Fit(ResumableTraining.Data, resumed)));

        static FitOptions Options(Optimizer optimizer) =>
            ResumableTraining.Options(optimizer) with { Callbacks = [new LearningRateScheduler((_, rate) => rate * 0.9)] };
    }

    [Fact]
    public void AScheduleThatACallbackEndedStaysEnded()
    {
        using var whole = ResumableTraining.NewNetwork();
        var expected = ResumableTraining.Describe(whole, whole.Fit(ResumableTraining.Data, Options(out _)));
        using (var network = ResumableTraining.NewNetwork())
        using (var cancellation = new CancellationTokenSource())
        {
            var options = Options(out var ended);
            network.Fit(ResumableTraining.Data, options with
            {
                Checkpoint = Checkpoint("ended", resume: true),
                CancellationToken = cancellation.Token,
                Callbacks = [.. options.Callbacks, new AfterSteps(13, cancellation.Cancel)],
            });
            Assert.Null(ended.Schedule);
        }

        using var resumed = ResumableTraining.NewNetwork();
        var history = resumed.Fit(ResumableTraining.Data, Options(out _) with { Checkpoint = Checkpoint("ended", resume: true) });
        Assert.Equal(expected, ResumableTraining.Describe(resumed, history));

        static FitOptions Options(out Optimizer optimizer)
        {
            var own = optimizer = new Adam(new ExponentialDecay(0.02, 10, 0.5));
            return ResumableTraining.Options(own) with { Callbacks = [new AfterSteps(11, () => own.LearningRate = 0.003)] };
        }
    }

    [Fact]
    public void ALossOfOnesOwnIsComparedByItsClassAndWhatItTells()
    {
        var data = ResumableTraining.Data.ToOneHot(4);
        Begin("own", data, new Stretched(1) { Told = 3 });
        Assert.Contains("Loss.Told was 3 and is 4", With(new Stretched(1) { Told = 4 }), StringComparison.Ordinal);
        Assert.Contains("Loss was Stretched and is MeanSquaredError", With(new MeanSquaredError()), StringComparison.Ordinal);

        string With(Loss loss) => Refused("own", data, options => options with { Loss = loss, Metrics = [], Validation = null });
    }

    [Fact]
    public void AResumedTrainingSaysFromWhere()
    {
        using var begun = ResumableTraining.NewNetwork();
        Assert.Null(begun.Fit(ResumableTraining.Data, ResumableTraining.Options() with { Epochs = 1 }).ResumedFrom);

        Begin("said", steps: 8);
        var (point, lines) = Resume(ResumableTraining.Epochs);
        Assert.Equal((2, 3, 8L, false), (point.Epoch, point.Batch, point.Step, point.IsOver));
        Assert.Equal("checkpoint-000000008.safetensors", Path.GetFileName(point.Path));
        Assert.Equal("resumed from epoch 2, batch 3 of 5 (step 8)", lines[0]);
        Assert.StartsWith("epoch 2/6: ", lines[1], StringComparison.Ordinal);

        (point, lines) = Resume(ResumableTraining.Epochs);
        Assert.Equal((6, 5, 30L, true), (point.Epoch, point.Batch, point.Step, point.IsOver));
        Assert.Equal(["nothing left to do: the checkpoint has all epochs, 6 with 30 steps"], lines);

        (point, lines) = Resume(ResumableTraining.Epochs + 1);
        Assert.Equal("resumed from epoch 6, batch 5 of 5 (step 30)", lines[0]);
        Assert.False(point.IsOver);

        (ResumePoint Point, string[] Lines) Resume(int epochs)
        {
            using var network = ResumableTraining.NewNetwork();
            var output = new StringWriter();
            var options = ResumableTraining.Options(checkpoint: Checkpoint("said", resume: true));
            var history = network.Fit(
                ResumableTraining.Data, options with { Epochs = epochs, Progress = Progress.Lines(output) });
            return (history.ResumedFrom!, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void ATrainingThatACallbackEndedSaysSo()
    {
        var options = ResumableTraining.Options(checkpoint: Checkpoint("stopped", resume: true)) with { Callbacks = [new StopInSecond()] };
        using var network = ResumableTraining.NewNetwork();
        network.Fit(ResumableTraining.Data, options);
        using var again = ResumableTraining.NewNetwork();
        var point = again.Fit(ResumableTraining.Data, options).ResumedFrom!;
        Assert.True(point.IsOver);
        Assert.Equal("nothing left to do: the training of the checkpoint was ended in epoch 2: Enough.", $"{point}");
    }

    private static F1Score Micro() => new() { Average = Averaging.Micro };

    private CheckpointOptions Checkpoint(string name, bool resume) => new(_folder[name]) { EverySteps = 4, Resume = resume };

    /// <summary>Trains for some steps.</summary>
    private void Begin(string name, IImageSource? data = null, Loss? loss = null, int steps = 1)
    {
        using var cancellation = new CancellationTokenSource();
        using var network = ResumableTraining.NewNetwork();
        var options = ResumableTraining.Options(checkpoint: Checkpoint(name, resume: false)) with
        {
            CancellationToken = cancellation.Token,
            Callbacks = [new AfterSteps(steps, cancellation.Cancel)],
        };
        if (loss is not null)
            options = options with { Loss = loss, Metrics = [], Validation = null };
        Assert.True(network.Fit(data ?? ResumableTraining.Data, options).Cancelled);
    }

    /// <summary>What a training that goes on with others is told; it changes nothing.</summary>
    private string Refused(string name, IImageSource data, Func<FitOptions, FitOptions> change)
    {
        using var network = ResumableTraining.NewNetwork();
        var before = Bits.HashOfWeights(network);
        var options = change(ResumableTraining.Options(checkpoint: Checkpoint(name, resume: true)));
        var message = Assert.Throws<InvalidOperationException>(() => network.Fit(data, options)).Message;
        Assert.Equal(before, Bits.HashOfWeights(network));
        return message;
    }

    private sealed class AfterSteps(int steps, Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress)
        {
            if (((progress.Epoch - 1) * progress.Batches) + progress.Batch == steps)
                action();
        }
    }

    private sealed class StopInSecond : ITrainingCallback
    {
        private TrainingContext? _training;

        public void OnTrainBegin(TrainingContext training) => _training = training;

        public void OnEpochEnd(in EpochResult result)
        {
            if (result.Epoch == 2)
                _training!.Stop("Enough.");
        }
    }

    /// <summary>A loss that tells one of its settings, and keeps the other to itself.</summary>
    private sealed class Stretched(float factor) : Loss, IHasSettings
    {
        public int Told { get; init; }

        public override TargetKind TargetKind => TargetKind.Values;

        public void AddSettings(SettingList settings) => settings.Add(nameof(Told), Told);

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            for (var i = 0; i < outputs.Length; i++)
                gradients[i] = factor * (outputs[i] - targets.Values[i]);
            return factor;
        }
    }
}
