using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Checkpoints;

/// <summary>A training that is interrupted and resumed, by Fit: the same bits as one that is not.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Optimizers => [.. MakeOptimizers().Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AnyOptimizerGoesOnWithTheSameBits(string name)
    {
        var make = MakeOptimizers()[name];
        var expected = Uninterrupted(make);
        // Within an epoch, at the end of one, and at its last batch but one.
        foreach (var steps in (int[])[7, 10, 14])
        {
            Interrupt(make(), name + steps, steps, threads: 1);
            Assert.Equal(expected, Resume(make(), name + steps, threads: 3));
        }
    }

    [Fact]
    public void EveryBatchIsAPlaceToGoOnFrom()
    {
        var expected = Uninterrupted(() => new Adam(0.02));
        for (var steps = 1; steps < ResumableTraining.Batches * ResumableTraining.Epochs; steps++)
            Interrupt(new Adam(0.02), "all", steps, threads: 1 + (steps % 3), resume: steps > 1);
        Assert.Equal(expected, Resume(new Adam(0.02), "all", threads: 2));
    }

    [Fact]
    public void ATrainingThatIsOverIsNotDoneAgain()
    {
        var expected = Uninterrupted(() => new Adam());
        using var network = ResumableTraining.NewNetwork();
        network.Fit(ResumableTraining.Data, ResumableTraining.Options(new Adam(), Checkpoint("over")));
        Assert.Equal(expected, Resume(new Adam(), "over", threads: 1));

        // More epochs go on from there.
        using var longer = ResumableTraining.NewNetwork();
        const int epochs = ResumableTraining.Epochs + 2;
        var options = ResumableTraining.Options(new Adam(), Checkpoint("over", resume: true)) with { Epochs = epochs };
        var history = longer.Fit(ResumableTraining.Data, options);
        using var whole = ResumableTraining.NewNetwork();
        var atOnce = whole.Fit(ResumableTraining.Data, ResumableTraining.Options(new Adam()) with { Epochs = epochs });
        Assert.Equal(ResumableTraining.Describe(whole, atOnce), ResumableTraining.Describe(longer, history));
    }

    [Fact]
    public void AValidationThatIsCancelledIsDoneAgain()
    {
        var expected = Uninterrupted(() => new Adam());
        using var cancellation = new CancellationTokenSource();
        using (var network = ResumableTraining.NewNetwork())
        {
            var options = ResumableTraining.Options(new Adam(), Checkpoint("validation")) with
            {
                CancellationToken = cancellation.Token,
                Callbacks = [new AtBatch(2 * ResumableTraining.Batches, cancellation.Cancel)],
            };
            Assert.True(network.Fit(ResumableTraining.Data, options).Cancelled);
        }

        Assert.Equal(expected, Resume(new Adam(), "validation", threads: 2));
    }

    [Fact]
    public void AFolderWithoutAWholeCheckpointAndAFileInItsPlaceAreTold()
    {
        Directory.CreateDirectory(_folder["damaged"]);
        var options = ResumableTraining.Options(new Adam(), Checkpoint("damaged", resume: true));
        using (var network = ResumableTraining.NewNetwork())
            network.Fit(ResumableTraining.Data, options);
        foreach (var file in Directory.GetFiles(_folder["damaged"]))
            File.WriteAllBytes(file, []);
        using var another = ResumableTraining.NewNetwork();
        Assert.Contains(
            "damaged: no checkpoint in it is whole, so there is nothing to go on from. Remove them, or begin in another folder.",
            Assert.Throws<InvalidDataException>(() => another.Fit(ResumableTraining.Data, options)).Message);

        File.WriteAllText(_folder["file"], "");
        Assert.Contains("file is a file, but checkpoints need a folder", Assert.Throws<IOException>(() => another.Fit(
            ResumableTraining.Data, ResumableTraining.Options(new Adam(), Checkpoint("file")))).Message);
    }

    [Fact]
    public void CallbacksGoOnWithWhatTheyRemember()
    {
        // The rate falls, the best weights come back, and files are those of one training.
        var (expected, lines, files) = Run("whole", interruptAt: null);
        foreach (var steps in (int[])[3, 10, 17, 22])
        {
            var (got, ownLines, ownFiles) = Run($"in two {steps}", steps);
            Assert.Equal(expected, got);
            Assert.Equal(lines, ownLines);
            Assert.Equal(files, ownFiles);
        }

        (string Result, string[] Lines, string[] Files) Run(string name, int? interruptAt)
        {
            var folder = Directory.CreateDirectory(_folder[$"{name} files"]).FullName;
            using var cancellation = new CancellationTokenSource();
            if (interruptAt is { } steps)
            {
                using var first = ResumableTraining.NewNetwork();
                ITrainingCallback[] callbacks = [.. Callbacks(folder), new AtBatch(steps, cancellation.Cancel)];
                first.Fit(ResumableTraining.Data, Options(callbacks) with { CancellationToken = cancellation.Token });
            }

            using var network = ResumableTraining.NewNetwork();
            var history = network.Fit(ResumableTraining.Data, Options(Callbacks(folder)));
            return (
                ResumableTraining.Describe(network, history) + history.StopReason,
                File.ReadAllLines(Path.Combine(folder, "log.csv")),
                [.. Directory.GetFiles(folder, "best-*").Select(file => Path.GetFileName(file)).Order()]);

            FitOptions Options(ITrainingCallback[] callbacks) =>
                ResumableTraining.Options(new Adam(0.05), Checkpoint(name, resume: true)) with { Epochs = 20, Callbacks = callbacks };
        }

        static ITrainingCallback[] Callbacks(string folder) =>
        [
            new LearningRateScheduler((epoch, rate) => epoch < 3 ? rate : rate * 0.9),
            new ReduceLROnPlateau { Patience = 1, Factor = 0.5 },
            new EarlyStopping { Patience = 4 },
            new ModelCheckpoint(Path.Combine(folder, "best-{epoch}.safetensors")) { SaveBestOnly = true, Keep = 2 },
            new CsvLogger(Path.Combine(folder, "log.csv")),
        ];
    }

    [Fact]
    public void TheLastOnesAreKept()
    {
        using var network = ResumableTraining.NewNetwork();
        var options = new CheckpointOptions(_folder["kept"]) { EverySteps = 2, EveryEpochs = 4, Keep = 3 };
        network.Fit(ResumableTraining.Data, ResumableTraining.Options(checkpoint: options));
        Assert.Equal(
            ["checkpoint-000000026.safetensors", "checkpoint-000000028.safetensors", "checkpoint-000000030.safetensors"],
            Directory.GetFiles(_folder["kept"]).Select(file => Path.GetFileName(file)).Order());
    }

    [Fact]
    public void WhatIsAnotherTrainingIsRefusedWithEveryDifference()
    {
        Interrupt(new Adam(), "other", 7, threads: 1);
        using var network = ResumableTraining.NewNetwork();
        var options = ResumableTraining.Options(new Adam(), Checkpoint("other", resume: true)) with { BatchSize = 9, Metrics = [] };
        var error = Assert.Throws<InvalidOperationException>(() => network.Fit(ResumableTraining.Data, options));
        Assert.Contains("BatchSize was 8 and is 9; Metrics was accuracy, f1_score", error.Message, StringComparison.Ordinal);

        var begun = Assert.Throws<IOException>(
            () => network.Fit(ResumableTraining.Data, ResumableTraining.Options(new Adam(), Checkpoint("other"))));
        Assert.Contains("set Resume = true", begun.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedOneIsPassedOverForTheOneBefore()
    {
        var expected = Uninterrupted(() => new Adam());
        Interrupt(new Adam(), "damaged", 13, threads: 1);
        var files = Directory.GetFiles(_folder["damaged"]).Order().ToArray();
        Assert.Equal(2, files.Length);
        var bytes = File.ReadAllBytes(files[1]);
        bytes[^5] ^= 1;
        File.WriteAllBytes(files[1], bytes);
        Assert.Equal(expected, Resume(new Adam(), "damaged", threads: 1));

        foreach (var file in Directory.GetFiles(_folder["damaged"]))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
        var error = Assert.Throws<InvalidDataException>(() => Resume(new Adam(), "damaged", threads: 1));
        Assert.Contains("checkpoint-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMetricThatCannotBeResumedAllowsNoneWithinAnEpoch()
    {
        using var network = ResumableTraining.NewNetwork();
        var options = ResumableTraining.Options(new Adam(), Checkpoint("metric")) with { Metrics = [new Forgetful()] };
        var error = Assert.Throws<ArgumentException>(() => network.Fit(ResumableTraining.Data, options));
        Assert.Contains("Forgetful does not implement IResumable", error.Message, StringComparison.Ordinal);
        network.Fit(
            ResumableTraining.Data, options with { Checkpoint = new CheckpointOptions(_folder["epochs"]), Callbacks = [] });
        Assert.Equal(2, Directory.GetFiles(_folder["epochs"]).Length);
    }

    private static string Uninterrupted(Func<Optimizer> make)
    {
        using var network = ResumableTraining.NewNetwork();
        var history = network.Fit(ResumableTraining.Data, ResumableTraining.Options(make()));
        return ResumableTraining.Describe(network, history);
    }

    private static Dictionary<string, Func<Optimizer>> MakeOptimizers() => new()
    {
        ["sgd with momentum, falling"] = () => new Sgd(new ExponentialDecay(0.05, 7, 0.8)) { Momentum = 0.9 },
        ["rmsprop"] = () => new RmsProp(),
        ["nadam"] = () => new Nadam(),
        ["amsgrad, weight decay, clipped"] = () => new Adam { AmsGrad = true, WeightDecay = 0.01, GlobalClipNorm = 0.5 },
        ["adamax"] = () => new Adamax(),
        ["adagrad"] = () => new Adagrad(),
        ["adadelta"] = () => new Adadelta(1),
        ["lion"] = () => new Lion(),
        ["ftrl"] = () => new Ftrl(),
        ["lamb"] = () => new Lamb(),
        ["averages"] = () => new Adam { UseEma = true, EmaMomentum = 0.9, EmaOverwriteFrequency = 4 },
        ["gathered gradients"] = () => new Sgd(0.05) { Momentum = 0.9, GradientAccumulationSteps = 3, UseEma = true },
        ["one-cycle"] = () => new AdamW(new OneCycle(0.02, 30)),
    };

    private CheckpointOptions Checkpoint(string name, bool resume = false) =>
        new(_folder[name]) { EverySteps = 2, Resume = resume };

    /// <summary>Trains up to a step, or a little further.</summary>
    private void Interrupt(Optimizer optimizer, string name, int steps, int threads, bool resume = false)
    {
        using var cancellation = new CancellationTokenSource();
        using var network = ResumableTraining.NewNetwork(threads);
        var options = ResumableTraining.Options(optimizer, new CheckpointOptions(_folder[name]) { EverySteps = 4, Resume = resume });
        var history = network.Fit(
            ResumableTraining.Data,
            options with { CancellationToken = cancellation.Token, Callbacks = [new AtBatch(steps, cancellation.Cancel)] });
        Assert.True(history.Cancelled);
    }

    private string Resume(Optimizer optimizer, string name, int threads)
    {
        using var network = ResumableTraining.NewNetwork(threads);
        var options = ResumableTraining.Options(optimizer, Checkpoint(name, resume: true));
        return ResumableTraining.Describe(network, network.Fit(ResumableTraining.Data, options));
    }

    /// <summary>Acts after a step of the whole training.</summary>
    private sealed class AtBatch(int steps, Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress)
        {
            if (((progress.Epoch - 1) * progress.Batches) + progress.Batch == steps)
                action();
        }
    }

    private sealed class Forgetful : Metric
    {
        public override string Name => "forgetful";

        public override TargetKind TargetKind => TargetKind.Classes;

        public override double Result => 0;

        public override void Reset()
        {
        }

        public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
        {
        }
    }
}
