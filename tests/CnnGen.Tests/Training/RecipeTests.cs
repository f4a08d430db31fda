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
/// What the documentation shows users to write themselves: schedules of one's own, a data set from a folder, a network for each thread.
/// </summary>
public sealed class RecipeTests
{
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

    private sealed class OnBatch(Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => action();
    }
}
