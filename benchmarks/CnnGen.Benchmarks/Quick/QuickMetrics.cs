using CnnGen.Data;

namespace CnnGen.Benchmarks.Quick;

/// <summary>The metrics of <c>quick</c> and the networks they run on.</summary>
internal sealed class QuickMetrics : IDisposable
{
    /// <summary>The metric of the peak, which the sampler measures by the way.</summary>
    public const string PeakName = "fma_peak";

    /// <summary>The metric of allocated bytes, which is counted rather than timed.</summary>
    public const string AllocationName = "alloc_step";

    private readonly List<Subject> _subjects = [];
    private readonly List<Metric> _metrics = [];
    private readonly QuickSettings _settings;

    /// <summary>Builds the networks and lists the metrics.</summary>
    /// <param name="settings">Instruction set, threads, clock.</param>
    public QuickMetrics(QuickSettings settings)
    {
        _settings = settings;
        Sampler = new Sampler(settings.InstructionSet, settings.Threads, new Clock(settings.Clock), settings.Cold);
        Whole = new Subject(settings.InstructionSet, settings.Threads);
        _subjects.Add(Whole);
        const int batch = Subject.BatchSize;
        _metrics.Add(new("infer_b1", "ms", () => Whole.Predict(1), seconds => 1e3 * seconds, null));
        _metrics.Add(new("infer_b32", "img/s", () => Whole.Predict(batch), seconds => batch / seconds, batch * Whole.InferenceFlops));
        _metrics.Add(new("train_b32", "img/s", Whole.Train, seconds => batch / seconds, batch * Whole.TrainingFlops));
        Action<int, int> nothing = (_, _) => { };
        _metrics.Add(new("forkjoin", "us", () => Sampler.Team.Run(nothing, settings.Threads), seconds => 1e6 * seconds, null));
        _metrics.Add(Feeding($"feed_b{batch}"));
        _metrics.Add(Feeding($"feed_augmented_b{batch}", new RandomFlip(FlipMode.Horizontal), new RandomTranslation(0.1, 0.1)));
        _metrics.AddRange(ConvolutionKernel.All(Whole.Network.Info).Select(Convolution));
    }

    /// <summary>Takes the samples.</summary>
    public Sampler Sampler { get; }

    private Subject Whole { get; }

    /// <summary>The timed metrics among some names.</summary>
    /// <param name="names">The names; all when null.</param>
    /// <exception cref="ArgumentException">A name is no metric's.</exception>
    public IReadOnlyList<Metric> Choose(IReadOnlyList<string>? names)
    {
        string[] known = [PeakName, .. _metrics.Select(metric => metric.Name), AllocationName];
        if (names?.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ArgumentException($"There is no metric '{unknown}'; there are {string.Join(", ", known)}.");
        return [.. _metrics.Where(metric => _settings.Wants(metric.Name))];
    }

    /// <summary>Bytes that all threads together allocate on the managed heap in a step of training.</summary>
    /// <param name="samples">Steps, of which the median is told.</param>
    public Figure MeasureAllocation(int samples)
    {
        Whole.Train();
        var bytes = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Whole.Train();
            bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        return new Figure(AllocationName, Figure.Median(bytes), "bytes");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subject in _subjects)
            subject.Dispose();
        Sampler.Dispose();
    }

    private static Metric Feeding(string name, params IAugmentation[] augmentations) =>
        new(name, "us", new BatchSource(augmentations).MakeBatch, seconds => 1e6 * seconds, null);

    /// <summary>
    /// A kernel runs on the thread that calls it. With several threads each runs it on a network of its own at the same time: the speed
    /// of the kernel on a machine that is busy with it.
    /// </summary>
    private Metric Convolution(ConvolutionKernel kernel)
    {
        Action<int, int> one = (item, _) => RunKernel(_subjects[item], kernel);
        Action run = () =>
        {
            while (_subjects.Count < _settings.Threads)
                _subjects.Add(new Subject(_settings.InstructionSet));
            Sampler.Team.Run(one, _settings.Threads);
        };
        var flops = _settings.Threads * Subject.BatchSize * kernel.FlopsPerImage;
        return new($"{kernel.Name}_b{Subject.BatchSize}", "GFLOP/s", run, seconds => flops / seconds / 1e9, flops);
    }

    private static void RunKernel(Subject subject, ConvolutionKernel kernel)
    {
        if (!subject.Network.RunLayer(kernel.Layer, kernel.Direction))
            throw new InvalidOperationException($"The network has no kernel for {kernel.Name}.");
    }
}
