using System.Diagnostics;
using System.Reflection;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// After a warm-up, prediction and training allocate nothing on the managed heap: not on this thread, not on the workers.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    private const int Repetitions = 20;

    // An allocation of ours would be in every round; what the test runner or the runtime does besides ends after some time.
    private const int Rounds = 50;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (
                string name in (string[])["DropoutChain", "RescaledAndNormalized", "Perceptron", "GlobalAverageWithoutDense",
                    "WinogradRounds", "WinogradBetweenPoolsAndDropout", "PenalizedBranches"])
            {
                foreach (int threads in (int[])[1, 3])
                    data.Add(name, threads);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void PredictAllocatesNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        var outputs = new float[subject.Predicted.Length];
        AssertAllocatesNothing(network, () => network.Predict(subject.Images, outputs));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void APredictorAllocatesNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        using var predictor = ((CompiledNetwork)network).CreatePredictor(threads);
        var outputs = new float[subject.Predicted.Length];
        AssertAllocatesNothing(predictor.Workers, () => predictor.Predict(subject.Images, outputs));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void PredictingOneImageAllocatesNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        var image = subject.Images[..network.Info.InputSize];
        var outputs = new float[network.Info.OutputSize];
        AssertAllocatesNothing(network, () => network.Predict(image, outputs));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void TrainingStepAllocatesNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        int[] labels = new int[Subject.ImageCount];
        foreach (Optimizer optimizer in (Optimizer[])[new Nadam(), new Adam(), new Sgd { Momentum = 0.9, Nesterov = true }])
            AssertAllocatesNothing(network, () => network.TrainBatch(subject.Images, labels, optimizer));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void PenaltiesAndConstraintsAllocateNothing(int threads)
    {
        using var network = Subject.Construct(typeof(HeldWeights.Mixed), Subject.NetworkSeed, InstructionSets.Best);
        network.Threads = threads;
        float[] images = new float[Subject.ImageCount * network.Info.InputSize];
        int[] labels = new int[Subject.ImageCount];
        foreach (Optimizer optimizer in (Optimizer[])[new Nadam(), new Nadam { ClipNorm = 1 }])
            AssertAllocatesNothing(network, () => network.TrainBatch(images, labels, optimizer));
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void ForwardAndBackwardAllocateNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        var outputs = new float[subject.Forwarded.Length];
        AssertAllocatesNothing(network, () =>
        {
            network.Forward(subject.Images, outputs);
            network.Backward(subject.Probes);
        });
    }

    /// <summary>Losses and metrics of the library and of the user, and the parts of a step that the user puts together.</summary>
    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void OtherLossesMetricsAndStepsAllocateNothing(string name, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best, threads);
        var (outputs, targets, labels) = (new float[subject.Forwarded.Length], subject.Probes, new int[Subject.ImageCount]);
        var (squares, own, crossentropy) = (new MeanSquaredError(), new FirstOutput(), new SparseCategoricalCrossentropy());
        Metric[] metrics = [new MeanSquaredError()], ofClasses = [new SparseCategoricalAccuracy()];
        var (optimizer, clipped) = (new Nadam(), new Sgd { GlobalClipNorm = 1 });
        AssertAllocatesNothing(network, () =>
        {
            network.TrainBatch(subject.Images, targets, squares, optimizer, metrics);
            network.TrainBatch(subject.Images, targets, own, optimizer);
            network.TrainBatch(subject.Images, labels, crossentropy, optimizer, ofClasses);
        });
        AssertAllocatesNothing(network, () =>
        {
            network.Forward(subject.Images, outputs);
            network.Backward(subject.Probes);
            network.Step(clipped);
        });
    }

    [SkippableFact]
    public void ByteImagesAllocateNothing()
    {
        var subject = ZooNetworks.Subject("RescaledAndNormalized");
        using var network = subject.Create(InstructionSets.Best, threads: 2);
        byte[] images = [.. subject.Images.Select(x => (byte)(100 * (x + 1)))];
        int[] labels = new int[Subject.ImageCount];
        var outputs = new float[subject.Predicted.Length];
        var optimizer = new Nadam();
        AssertAllocatesNothing(network, () =>
        {
            network.Predict(images, outputs);
            network.TrainBatch(images, labels, optimizer);
        });
    }

    /// <summary>As below, with epochs in place of rounds; the next epoch's order is drawn inside of each but the last.</summary>
    [SkippableTheory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(1, false, true)]
    [InlineData(2, true, true)]
    public void FeedingAllocatesNothing(int threads, bool hasFloatTargets, bool mixes = false)
    {
        SkipDebugBuild();
        var subject = ZooNetworks.Subject("RescaledAndNormalized");
        using var network = subject.Create(InstructionSets.Best, threads);
        var shape = network.Info.InputShape;
        byte[] images = [.. subject.Images.Select(x => (byte)(100 * (x + 1)))];
        var data = hasFloatTargets
            ? new ImageDataset(images, subject.Probes, shape[0], shape[1], shape[2])
            : new ImageDataset(images, new int[Subject.ImageCount], shape[0], shape[1], shape[2]);
        var makers = new MakerAllocations();
        var meter = new AllocationMeter(new ThreadAllocations(((CompiledNetwork)network).Workers), makers);
        network.Fit(data, new FitOptions
        {
            Epochs = Rounds,
            BatchSize = 2,
            Loss = hasFloatTargets ? new MeanSquaredError() : null,
            Metrics = hasFloatTargets ? [new MeanSquaredError()] : null,
            Callbacks = [meter],
            Augmentation =
            [
                new RandomFlip(), new RandomCrop(1), new RandomTranslation(0.1, 0.1), new RandomRotation(0.1), new RandomZoom(0.1),
                new RandomBrightness(0.1), new RandomContrast(0.1), new RandomErasing(),
                new RandomGrayscale(), new RandomHue(0.1), new RandomSaturation(0.1),
                makers, .. mixes ? [new MixUp(), new CutMix()] : Array.Empty<IAugmentation>(),
            ],
        });
        Assert.Equal(Rounds, meter.AllocatedPerEpoch.Count);
        Assert.Contains(0, meter.AllocatedPerEpoch.Skip(1));
    }

    /// <summary>
    /// Now and then the runtime allocates on a thread of ours, when its JIT replaces a method that is running; so one undisturbed round
    /// counts.
    /// </summary>
    private static void AssertAllocatesNothing(INetwork network, Action call) =>
        AssertAllocatesNothing(((CompiledNetwork)network).Workers, call);

    private static void AssertAllocatesNothing(Workers workers, Action call)
    {
        SkipDebugBuild();
        var allocations = new ThreadAllocations(workers);
        for (int i = 0; i < 3; i++)
            call();
        for (int round = 0; ; round++)
        {
            allocations.Start();
            for (int i = 0; i < Repetitions; i++)
                call();
            var bytes = allocations.Stop();
            if (!bytes.ContainsAnyExcept(0))
                return;
            if (round == Rounds)
                Assert.Fail($"{string.Join(", ", bytes.ToArray())} bytes on the network's threads in {Repetitions} calls");
            WaitForTheRuntime(round);
        }
    }

    /// <summary>
    /// Waits longer from round to round: on a slow machine the JIT compiles the unrolled methods a second time for seconds.
    /// </summary>
    private static void WaitForTheRuntime(int round) => Thread.Sleep(Math.Min(20 << Math.Min(round, 5), 500));

    /// <summary>In a debug build the JIT leaves some vector operations to fallbacks of the framework that box.</summary>
    private static void SkipDebugBuild()
    {
        bool isDebugBuild = typeof(CompiledNetwork).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true };
        Skip.If(isDebugBuild, "the library was built without optimisation; run with -c Release");
    }

    private sealed class FirstOutput : Loss
    {
        public override TargetKind TargetKind => TargetKind.Values;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            gradients.Clear();
            gradients[0] = targets.Values[0];
            return outputs[0] * targets.Values[0];
        }
    }

    /// <summary>
    /// What the network's threads and those that make batches allocate from the end of an epoch's first batch to the end of its last.
    /// </summary>
    private sealed class AllocationMeter(ThreadAllocations threads, MakerAllocations makers) : ITrainingCallback
    {
        private long _before;

        public List<long> AllocatedPerEpoch { get; } = new(Rounds);

        public void OnBatchEnd(in BatchProgress progress)
        {
            if (progress.Batch == progress.Batches)
            {
                long sum = makers.Bytes - _before;
                foreach (long bytes in threads.Stop())
                    sum += bytes;
                AllocatedPerEpoch.Add(sum);
                if (sum != 0)
                    WaitForTheRuntime(AllocatedPerEpoch.Count - 1);
            }

            if (progress.Batch == 1)
            {
                _before = makers.Bytes;
                threads.Start();
            }
        }
    }

    /// <summary>What the threads allocate that make batches: all that each does from one image to the next.</summary>
    private sealed class MakerAllocations : IAugmentation
    {
        [ThreadStatic]
        private static MakerAllocations? _seenBy;

        [ThreadStatic]
        private static long _before;

        private long _bytes;

        public long Bytes => Interlocked.Read(ref _bytes);

        public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
        {
            if (_seenBy == this)
                Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread() - _before);
            _seenBy = this;
            image.CopyTo(result);
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
