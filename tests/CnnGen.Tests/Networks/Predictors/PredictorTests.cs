using CnnGen.Runtime;
using CnnGen.Tests.Concurrency;
using CnnGen.Tests.Networks.Zoo;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What predicts beside a network, with its weights: the bits of the network, whoever else predicts or changes them.</summary>
public sealed class PredictorTests
{
    public static TheoryData<string> Names => ZooNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ItGivesTheBitsOfTheNetworkAndStaysInItsArenas(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = (CompiledNetwork)subject.Create(InstructionSets.Best);
        float[][] Predicted() =>
            AllOutputs.Predict(network, subject.Images) is { Length: > 0 } all ? all : [LastOf(network, subject.Images)];
        foreach (int threads in (int[])[1, 3])
        {
            using var predictor = network.CreatePredictor(threads);
            Assert.Equal(threads, predictor.Threads);
            // First, so that it is what prepares the kernels.
            float[][] outputs = AllOf(predictor, subject.Images);
            Assert.Equal(Predicted(), outputs);
            var one = new float[network.Info.OutputSize];
            predictor.Predict(subject.Images.AsSpan(0, network.Info.InputSize), one);
            Assert.Equal(outputs[0][..one.Length], one);
            Assert.All(predictor.Arenas.Concat(network.Arenas), arena => Assert.True(arena.GuardsAreIntact));
            // Weights that change are seen.
            if (subject.Weights.Count == 0)
                continue;
            network.Parameters[0].CopyFrom([.. subject.Weights[0].Select(value => value / 2)]);
            outputs = AllOf(predictor, subject.Images);
            Assert.Equal(Predicted(), outputs);
        }
    }

    [Fact]
    public void ManyAtOnceGiveTheBitsOfTheNetwork()
    {
        using var network = new ContendedNetwork(seed: 1);
        var images = new byte[16 * ContendedNetwork.InputSize];
        new Random(1).NextBytes(images);
        var expected = new float[16 * ContendedNetwork.OutputSize];
        using (var other = new ContendedNetwork(seed: 1))
            other.Predict(images, expected);
        // None has prepared the kernels when all of them begin.
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, caller =>
        {
            using var predictor = network.CreatePredictor();
            for (var call = 0; call < 50; call++)
            {
                var count = 1 + (call + caller) % 16;
                var outputs = new float[count * ContendedNetwork.OutputSize];
                predictor.Predict(images.AsSpan(0, count * ContendedNetwork.InputSize), outputs);
                Assert.Equal(expected[..outputs.Length], outputs);
            }
        });
    }

    [Fact]
    public void WrongLengthsAndWrongRoomAreRefused()
    {
        using var network = (CompiledNetwork)ZooNetworks.Subject("SeveralOutputs").Create(InstructionSets.Best);
        using var predictor = network.CreatePredictor();
        var image = new float[network.Info.InputSize];
        var outputs = new float[network.Info.OutputSize];
        Assert.Throws<ArgumentException>(() => predictor.Predict(image.AsSpan(1), outputs));
        Assert.Throws<ArgumentException>(() => predictor.Predict(image, outputs.AsSpan(1)));
        var none = Assert.Throws<ArgumentException>(() => predictor.Predict(image, outputs, []));
        Assert.Contains("besides that of its last layer, but room for 0 came.", none.Message, StringComparison.Ordinal);
        Memory<float>[] further = [.. network.Info.FurtherOutputs.Select(output => new float[output.Size + 1].AsMemory())];
        Assert.Throws<ArgumentException>(() => predictor.Predict(image, outputs, further));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.CreatePredictor(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.CreatePredictor(WorkerTeam.MaxThreads + 1));
    }

    [Fact]
    public void ItEndsWithoutItsNetworkAndNotAfterIt()
    {
        var network = new ContendedNetwork(seed: 1);
        var (image, outputs) = (new float[ContendedNetwork.InputSize], new float[ContendedNetwork.OutputSize]);
        var first = network.CreatePredictor();
        first.Predict(image, outputs);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Predict(image, outputs));
        network.Predict(image, outputs);
        using var second = network.CreatePredictor();
        network.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.Predict(image, outputs));
        Assert.Throws<ObjectDisposedException>(() => network.CreatePredictor());
    }

    private static float[] LastOf(CompiledNetwork network, float[] images)
    {
        var outputs = new float[images.Length / network.Info.InputSize * network.Info.OutputSize];
        network.Predict(images, outputs);
        return outputs;
    }

    private static float[][] AllOf(Predictor predictor, float[] images)
    {
        var count = images.Length / predictor.Info.InputSize;
        var last = new float[count * predictor.Info.OutputSize];
        float[][] further = [.. predictor.Info.FurtherOutputs.Select(output => new float[count * output.Size])];
        // More than five outputs are compared by their last alone.
        if (further.Length is 0 or > 4)
        {
            predictor.Predict(images, last);
            return [last];
        }

        predictor.Predict(images, last, [.. further.Select(room => room.AsMemory())]);
        return [last, .. further];
    }
}
