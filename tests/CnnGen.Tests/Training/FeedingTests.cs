using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Batches that are made while the step before them runs: the same ones, to the bit, as if they were made in between.</summary>
public sealed class FeedingTests
{
    private const int Images = 45;
    private const int BatchSize = 8;
    private const int Epochs = 3;
    private const ulong Seed = 5;

    public static TheoryData<string, bool, int> Cases
    {
        get
        {
            var data = new TheoryData<string, bool, int>();
            foreach (string name in (string[])["DropoutChain", "RescaledAndNormalized"])
                foreach (bool shuffle in (bool[])[true, false])
                    foreach (int threads in ThreadCounts.All)
                        data.Add(name, shuffle, threads);
            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void FitIsTheLoopWrittenByHand(string name, bool shuffle, int threads)
    {
        var subject = ZooNetworks.Subject(name);
        using var fitted = subject.Create(InstructionSets.Best, threads);
        using var byHand = subject.Create(InstructionSets.Best);
        var data = Data(fitted.Info);

        var history = fitted.Fit(data, new FitOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = new Nadam(),
            Seed = Seed,
            Shuffle = shuffle,
        });

        var losses = TrainByHand(byHand, data, shuffle);
        Assert.Equal(losses, history.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(Bits.HashOfWeights(byHand), Bits.HashOfWeights(fitted));
    }

    private static double[] TrainByHand(INetwork network, ImageDataset data, bool shuffle)
    {
        var optimizer = new Nadam();
        var losses = new double[Epochs];
        int[] order = [.. Enumerable.Range(0, data.Count)];
        for (int epoch = 1; epoch <= Epochs; epoch++)
        {
            if (shuffle)
                Shuffling.Fill(order, Seed, epoch);
            double loss = 0;
            foreach (int[] images in order.Chunk(BatchSize))
            {
                int[] labels = [.. images.Select(image => data.Labels[image])];
                var result = data.HasBytes
                    ? network.TrainBatch([.. images.SelectMany(image => data.Slice(image, 1).Bytes.ToArray())], labels, optimizer)
                    : network.TrainBatch([.. images.SelectMany(image => data.Slice(image, 1).Floats.ToArray())], labels, optimizer);
                loss += result.Loss * result.Count;
            }

            losses[epoch - 1] = loss / data.Count;
        }

        return losses;
    }

    /// <summary>Bytes for a network that takes them, else floats.</summary>
    private static ImageDataset Data(NetworkInfo network)
    {
        var random = new Random(17);
        var (height, width, channels) = (network.InputShape[0], network.InputShape[1], network.InputShape[2]);
        int[] labels = [.. Enumerable.Range(0, Images).Select(_ => random.Next(network.OutputSize))];
        byte[] bytes = new byte[Images * network.InputSize];
        random.NextBytes(bytes);
        return network.AcceptsBytes
            ? new ImageDataset(bytes, labels, height, width, channels)
            : new ImageDataset(bytes.Select(value => value / 127.5f - 1).ToArray(), labels, height, width, channels);
    }
}
