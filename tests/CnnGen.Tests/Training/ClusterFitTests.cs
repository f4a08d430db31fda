using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Fit and Evaluate on batches in shards, and on several processes: all of it but the wire.</summary>
public sealed class ClusterFitTests : IDisposable
{
    private const int Shards = 4;

    private static readonly Dictionary<string, Func<Optimizer>> Optimizers = new()
    {
        ["Nadam"] = () => new Nadam(0.01),
        ["Lamb"] = () => new Lamb(0.01),
        ["Adam clipped by the norm of all"] = () => new Adam(0.01) { GlobalClipNorm = 0.1 },
        ["Sgd that gathers gradients"] = () => new Sgd(0.05) { Momentum = 0.9, GradientAccumulationSteps = 3 },
        ["AdamW with averages"] = () => new AdamW(0.01) { UseEma = true, EmaMomentum = 0.9 },
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsAndHistoryAreTheSameOnAnyNumberOfProcesses(string optimizer)
    {
        string expected = Fit(Options(Optimizers[optimizer]()));
        foreach (int processes in (int[])[1, 2, 3, 4])
        {
            string[] got = ThreadCluster.Run(
                processes, cluster => Fit(Options(Optimizers[optimizer]()) with { Cluster = cluster }, threads: 1 + cluster.Rank));
            Assert.All(got, each => Assert.Equal(expected, each));
        }
    }

    [Fact]
    public void TheNumberOfShardsIsPartOfWhatIsTrained()
    {
        string whole = Fit(ResumableTraining.Options());
        Assert.Equal(whole, Fit(Options() with { Shards = 1 }));
        Assert.NotEqual(whole, Fit(Options() with { Shards = 2 }));
        Assert.NotEqual(Fit(Options() with { Shards = 2 }), Fit(Options()));
    }

    /// <summary>What several processes have begun another number of them goes on with, or one alone.</summary>
    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    [InlineData(1, 2)]
    public void ACancelledTrainingGoesOnWithOtherProcesses(int before, int after)
    {
        string expected = Fit(Options());
        string folder = _folder.NewFolder();
        bool[] cancelled = ThreadCluster.Run(before, cluster =>
        {
            using var cancellation = new CancellationTokenSource();
            // One of them is asked to end, and all do.
            ITrainingCallback[] callbacks = cluster.Rank == before - 1 ? [new CancelAt(8, cancellation)] : [];
            using var network = ResumableTraining.NewNetwork();
            var options = Options(checkpoint: new CheckpointOptions(folder)) with
            {
                Cluster = cluster,
                CancellationToken = cancellation.Token,
                Callbacks = callbacks,
            };
            return network.Fit(ResumableTraining.Data, options).Cancelled;
        });
        Assert.DoesNotContain(false, cancelled);
        string[] got = ThreadCluster.Run(
            after, cluster => Fit(Options(checkpoint: new CheckpointOptions(folder) { Resume = true }) with { Cluster = cluster }));
        Assert.All(got, each => Assert.Equal(expected, each));
    }

    [Fact]
    public void AnotherNumberOfShardsIsAnotherTraining()
    {
        string folder = _folder.NewFolder();
        Fit(Options(checkpoint: new CheckpointOptions(folder)));
        var error = Assert.Throws<InvalidOperationException>(
            () => Fit(Options(checkpoint: new CheckpointOptions(folder) { Resume = true }) with { Shards = 2 }));
        Assert.Contains("Shards was 4 and is 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherTrainingInOneOfTheProcessesIsTold()
    {
        Assert.Contains("Process 1 trains something else than process 0: BatchSize is 9 instead of 8.", ErrorOf(
            cluster => Options() with { Cluster = cluster, BatchSize = 8 + cluster.Rank }), StringComparison.Ordinal);
        Assert.Contains("process 0: Optimizer is Nadam", ErrorOf(
            cluster => Options(cluster.Rank == 0 ? new Adam() : new Nadam()) with { Cluster = cluster }), StringComparison.Ordinal);
        Assert.Contains("process 0: weights is ", ErrorOf(
            cluster => Options() with { Cluster = cluster }, cluster => cluster.Rank), StringComparison.Ordinal);

        static string ErrorOf(Func<ICluster, FitOptions> options, Func<ICluster, int>? seed = null)
        {
            var all = Assert.Throws<AggregateException>(() => ThreadCluster.Run(2, cluster =>
            {
                using var network = new Remembering(seed?.Invoke(cluster) ?? 5);
                return network.Fit(ResumableTraining.Data, options(cluster));
            }));
            return Assert.Single(all.InnerExceptions.OfType<InvalidOperationException>()).Message;
        }
    }

    [Fact]
    public void EachProcessReadsItsShareOfTheImages()
    {
        int[] read = ThreadCluster.Run(2, cluster =>
        {
            using var network = ResumableTraining.NewNetwork();
            var source = new CountingSource(ResumableTraining.Data.Slice(0, 32));
            network.Fit(source, Options() with { Cluster = cluster, Epochs = 3, Validation = null });
            return source.Read;
        });
        Assert.Equal([3 * 16, 3 * 16], read);
    }

    [Fact]
    public void AnEvaluationIsSharedOut()
    {
        using var network = ResumableTraining.NewNetwork();
        var expected = Score(network, null);
        Assert.All(ThreadCluster.Run(3, cluster =>
        {
            using var own = ResumableTraining.NewNetwork();
            return Score(own, cluster);
        }), score => Assert.Equal(expected, score));

        static string Score(INetwork network, ICluster? cluster)
        {
            var score = network.Evaluate(ResumableTraining.Data, batchSize: 7, metrics: [new F1Score()], cluster: cluster);
            return FormattableString.Invariant($"{score.Loss:R} {score.Metrics["f1_score"]:R}");
        }
    }

    [Fact]
    public void WhatCannotBeSharedIsRefused()
    {
        Assert.Contains("Shards must be from 1 to BatchSize, which is 8", Refused(Options() with { Shards = 0 }), StringComparison.Ordinal);
        Assert.Contains("but is 9.", Refused(Options() with { Shards = 9 }), StringComparison.Ordinal);
        var all = Assert.Throws<AggregateException>(
            () => ThreadCluster.Run(2, cluster => Fit(Options() with { Cluster = cluster, Shards = 1 })));
        Assert.All(all.InnerExceptions, error => Assert.Contains(
            "Shards must be at least 1 for each of the 2 processes of the cluster, but is 1.", error.Message, StringComparison.Ordinal));

        static string Refused(FitOptions options) => Assert.Throws<ArgumentException>(() => Fit(options)).Message;
    }

    private static FitOptions Options(Optimizer? optimizer = null, CheckpointOptions? checkpoint = null) =>
        ResumableTraining.Options(optimizer, checkpoint) with { Shards = Shards };

    private static string Fit(FitOptions options, int threads = 1)
    {
        using var network = ResumableTraining.NewNetwork(threads);
        return ResumableTraining.Describe(network, network.Fit(ResumableTraining.Data, options));
    }

    private sealed class CancelAt(int step, CancellationTokenSource cancellation) : ITrainingCallback
    {
        private int _steps;

        public void OnBatchEnd(in BatchProgress progress)
        {
            if (++_steps == step)
                cancellation.Cancel();
        }
    }

    /// <summary>Images of a data set that are read one by one.</summary>
    private sealed class CountingSource(ImageDataset data) : IImageSource
    {
        private int _read;

        public int Read => _read;

        public int Count => data.Count;

        public ImageShape Shape => data.Shape;

        public Targets Targets => data.Targets;

        void IImageSource.Read(int image, ImageBuffer buffer)
        {
            Interlocked.Increment(ref _read);
            data.Bytes.Slice(image * data.ImageSize, data.ImageSize).CopyTo(buffer.Bytes);
        }
    }
}
