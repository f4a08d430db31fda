using System.Collections.Concurrent;
using CnnGen.Data;
using CnnGen.Images;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>
/// What the documentation shows users to write themselves: stopping early, schedules of one's own, a data set from a folder, a network for
/// each thread.
/// </summary>
public sealed class RecipeTests
{
    [Theory]
    [InlineData(3, 4, false)]
    [InlineData(2, 4, true)]
    [InlineData(1, 3, true)]
    public void StoppingEarlyRestoresTheBestWeights(int patience, int epochs, bool stops)
    {
        // Validation losses of about 5, 3, 4, 4: the second epoch is the best, whether or not the stop fires.
        using var network = new TwoClasses();
        var data = new ImageDataset(new float[] { 1 }, new[] { 1 }, 1, 1, 1);
        using var stopping = new EarlyStopping(network, patience);
        var history = network.Fit(data, new FitOptions
        {
            Epochs = stops ? 10 : 4,
            Optimizer = new Sgd(0),
            Validation = data,
            Callbacks = [new Scripted(network, [5, 3, 4, 4]), stopping],
            CancellationToken = stopping.Token,
        });

        Assert.Equal((epochs, stops), (history.Epochs.Count, history.Cancelled));
        Assert.Equal([3, 0], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void AScheduleOfOnesOwnSetsTheRateOfEachStep()
    {
        using var network = new TwoClasses();
        var optimizer = new Sgd(new WarmUp(0.1, steps: 4));
        var rates = new List<double>();
        network.Fit(
            new ImageDataset(new float[6], new int[6], 1, 1, 1),
            new FitOptions { BatchSize = 1, Optimizer = optimizer, Callbacks = [new OnBatch(() => rates.Add(optimizer.LearningRate))] });
        Assert.Equal([0.025, 0.05, 0.075, 0.1, 0.1, 0.1], rates.Select(rate => Math.Round(rate, 9)));
    }

    [Fact]
    public void AFolderOfPicturesIsADataSet()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, value) in new[] { ("cat/1.pgm", 10), ("cat/2.pgm", 20), ("ant/x.pgm", 30) })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            File.WriteAllText(folder[name], $"P2 2 2 255 {value} {value} {value} {value}");
        }

        var (data, names) = ReadFolder(folder.Path, height: 4, width: 4);

        Assert.Equal(["ant", "cat"], names);
        Assert.Equal([0, 1, 1], data.Labels.ToArray());
        Assert.Equal([30, 10, 20], Enumerable.Range(0, 3).Select(i => (int)data.Bytes[16 * i]));
        Assert.Equal((3, 16), (data.Count, data.ImageSize));
    }

    [Fact]
    public void ANetworkForEachThreadServesThemAll()
    {
        var subject = Subject.Of(typeof(PoolThenClasses));
        float[] image = subject.Images[..196], expected = new float[10];
        using var first = (PoolThenClasses)subject.Create(InstructionSets.Best);
        first.Predict(image, expected);
        using var pool = new NetworkPool<PoolThenClasses>(() => (PoolThenClasses)subject.Create(InstructionSets.Best));
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            float[] output = new float[10];
            pool.Use(network => network.Predict(image, output));
            Bits.AreEqual(expected, output, "a prediction of the pool");
        });
        Assert.InRange(pool.Made, 1, 8);
    }

    /// <summary>
    /// Class folders in the order of their names' code units, which is the same on every machine, and each one's pictures likewise.
    /// </summary>
    private static (ImageDataset Data, string[] Names) ReadFolder(string root, int height, int width)
    {
        string[] folders = Directory.GetDirectories(root);
        Array.Sort(folders, StringComparer.Ordinal);
        var pixels = new List<byte>();
        var labels = new List<int>();
        for (int label = 0; label < folders.Length; label++)
        {
            string[] files = Directory.GetFiles(folders[label]);
            Array.Sort(files, StringComparer.Ordinal);
            foreach (string file in files)
            {
                pixels.AddRange(ImageFile.Read(file).ToGrey().ResizeNearest(height, width).Pixels);
                labels.Add(label);
            }
        }

        var data = new ImageDataset(pixels.ToArray(), labels.ToArray(), height, width, channels: 1);
        return (data, [.. folders.Select(folder => Path.GetFileName(folder))]);
    }

    /// <summary>
    /// Ends training when the validation loss has not fallen for some epochs, and puts the weights of the best epoch back.
    /// </summary>
    private sealed class EarlyStopping(INetwork network, int patience) : ITrainingCallback, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly float[][] _best = [.. network.Parameters.Select(parameter => new float[parameter.Count])];
        private double _bestLoss = double.PositiveInfinity;
        private int _epochsSince;

        /// <summary>Give it to <see cref="FitOptions.CancellationToken"/>.</summary>
        public CancellationToken Token => _stop.Token;

        public void OnEpochEnd(in EpochResult result)
        {
            if (result.ValidationLoss is { } loss && loss < _bestLoss)
            {
                (_bestLoss, _epochsSince) = (loss, 0);
                for (int i = 0; i < _best.Length; i++)
                    network.Parameters[i].CopyTo(_best[i]);
            }
            else if (++_epochsSince == patience)
            {
                _stop.Cancel();
            }
        }

        public void OnTrainEnd(History history)
        {
            for (int i = 0; i < _best.Length && _bestLoss < double.PositiveInfinity; i++)
                network.Parameters[i].CopyFrom(_best[i]);
        }

        public void Dispose() => _stop.Dispose();
    }

    /// <summary>Rises in a line to its rate and stays there.</summary>
    private sealed class WarmUp(double rate, long steps) : LearningRateSchedule
    {
        public override double At(long step) => rate * Math.Min(step + 1, steps) / steps;
    }

    /// <summary>Networks for as many callers as come at once, each for one at a time.</summary>
    private sealed class NetworkPool<T>(Func<T> create) : IDisposable
        where T : INetwork
    {
        private readonly ConcurrentBag<T> _free = [];
        private int _made;

        public int Made => _made;

        public void Use(Action<T> action)
        {
            if (!_free.TryTake(out var network))
            {
                network = create();
                Interlocked.Increment(ref _made);
            }

            try
            {
                action(network);
            }
            finally
            {
                _free.Add(network);
            }
        }

        public void Dispose()
        {
            foreach (var network in _free)
                network.Dispose();
        }
    }

    /// <summary>Makes the validation losses of the epochs.</summary>
    private sealed class Scripted(INetwork network, float[] losses) : ITrainingCallback
    {
        public void OnEpochBegin(in EpochStart epoch) =>
            network.Parameters[0].CopyFrom([losses[Math.Min(epoch.Epoch, losses.Length) - 1], 0]);
    }

    private sealed class OnBatch(Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => action();
    }
}
