using System.Diagnostics;
using System.Globalization;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// A process that makes, trains, saves, loads, uses and disposes of networks again and again holds no more in the end than after its first
/// ones: memory, threads, handles. For minutes by <c>CNNGEN_SOAK</c>; some seconds without it.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class SoakTests : IDisposable
{
    private const int WarmUp = 10;
    private const int ShortRun = 25;
    private const int Images = 12;

    // A network of this test holds about 80 MB while it trains. What is left of one in fifty would show in the native bytes, which are
    // counted; these bounds are for all else.
    private const long ManagedGrowth = 1 << 20;
    private const long ResidentGrowth = 64 << 20;
    private const int HandleGrowth = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly ImageDataset _data;
    private readonly byte[] _foreign;

    public SoakTests()
    {
        var random = new Random(3);
        byte[] images = new byte[Images * FashionNetwork.InputSize];
        random.NextBytes(images);
        _data = new ImageDataset(images, Enumerable.Range(0, Images).Select(i => i % FashionNetwork.OutputSize).ToArray(), 28, 28, 1);
        using var other = ZooNetworks.Subject("Perceptron").Create(InstructionSets.Best);
        other.Save(_folder["foreign.safetensors"]);
        _foreign = File.ReadAllBytes(_folder["foreign.safetensors"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MemoryThreadsAndHandlesStayFlat()
    {
        for (int cycle = 0; cycle < WarmUp; cycle++)
            Live(cycle);
        ProcessState.AssertWorkersEnd(0);
        var before = ProcessState.Now();
        var clock = Stopwatch.StartNew();
        int cycles = 0;
        for (; cycles < ShortRun || clock.Elapsed < Wanted; cycles++)
            Live(cycles);
        ProcessState.AssertWorkersEnd(0);
        var after = ProcessState.Now();

        string what = FormattableString.Invariant($"{cycles} cycles, {before} before and {after} after");
        Assert.True(before.NativeBytes == after.NativeBytes, what);
        Assert.True(after.ManagedBytes - before.ManagedBytes < ManagedGrowth, what);
        Assert.True(after.ResidentBytes - before.ResidentBytes < ResidentGrowth, what);
        Assert.True(after.Handles - before.Handles <= HandleGrowth, what);
    }

    private static TimeSpan Wanted =>
        Environment.GetEnvironmentVariable("CNNGEN_SOAK") is { Length: > 0 } minutes
            ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : TimeSpan.Zero;

    /// <summary>All that a program does with a network, in one go; its threads and batches differ from cycle to cycle.</summary>
    private void Live(int cycle)
    {
        string path = _folder["weights.safetensors"];
        float[] expected, got = new float[Images * FashionNetwork.OutputSize];
        using (var network = new FashionNetwork(cycle) { Threads = 1 + (cycle % 3) })
        {
            network.Adapt(_data);
            network.Fit(_data, new FitOptions { Epochs = 1, BatchSize = 4 + (cycle % 5), Optimizer = new Adam(), Validation = _data });
            network.Threads = 2;
            expected = Predict(network);
            network.Save(path);
            // Errors must leave nothing behind either.
            Assert.Throws<InvalidDataException>(() => network.Load(_foreign));
            Assert.Throws<FileNotFoundException>(() => network.Load(_folder["missing"]));
            Assert.Throws<ArgumentException>(() => network.Predict(new float[1], got));
        }

        using var loaded = new FashionNetwork { Threads = 2 };
        loaded.Load(path);
        Bits.AreEqual(expected, Predict(loaded), "what was loaded");
        using var stream = File.OpenRead(path);
        loaded.Load(stream);
        loaded.TrainBatch(_data.Bytes, _data.Labels, new Sgd { Momentum = 0.9 });
    }

    private float[] Predict(FashionNetwork network)
    {
        var outputs = new float[Images * FashionNetwork.OutputSize];
        network.Predict(_data.Bytes, outputs);
        return outputs;
    }
}
