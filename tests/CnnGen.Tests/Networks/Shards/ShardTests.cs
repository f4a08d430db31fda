using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Batches that are cut into shards: what comes out, and that it is the same whoever computes it.</summary>
public sealed class ShardTests
{
    private const int Images = Subject.ImageCount;

    // Of the second batch one of three shards has no image.
    private static readonly int[] Counts = [Images, 2, 3];

    public static TheoryData<string> Names => ZooNetworks.TrainableNames;

    /// <summary>Networks whose masks are not drawn by the number of an image.</summary>
    public static TheoryData<string> NamesSeenAlike => ZooNetworks.TrainableNamesSeenAlike;

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsAreTheSameOnAnyThreadsProcessesAndInstructionSets(string name)
    {
        var subject = ZooNetworks.Subject(name);
        string? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int processes in (int[])[1, 2, 3])
            {
                string[] hashes = ThreadCluster.Run(processes, cluster =>
                {
                    using var network = subject.Create(instructionSet, threads: 1 + cluster.Rank);
                    Train(network, subject, new ShardPlan(3, processes == 1 ? null : cluster), new Nadam(0.01), steps: 3);
                    return Bits.HashOfWeights(network);
                });
                expected ??= hashes[0];
                Assert.All(hashes, hash => Assert.True(expected == hash, $"{name}, {instructionSet.ToName()}, {processes} processes"));
            }
        }
    }

    /// <summary>
    /// The gradient of a batch is the mean of those of its shards by themselves, weighed by their images; moving statistics are the mean.
    /// </summary>
    [Theory]
    [MemberData(nameof(NamesSeenAlike))]
    public void GradientsAreTheMeanOfThoseOfShards(string name) => CheckAgainstParts(name);

    [Theory]
    [InlineData("ConvolutionsAndBatchNormalization")]
    [InlineData("ResidualNetwork")]
    public void BatchNormalizationUsesTheStatisticsOfItsShard(string name) => CheckAgainstParts(name);

    private static void CheckAgainstParts(string name)
    {
        var subject = ZooNetworks.Subject(name);
        var plan = new ShardPlan(2);
        using var network = subject.Create(ZooNetworks.SupportedInstructionSets.First());
        Train(network, subject, plan, new Sgd(0), steps: 1);
        var (gradients, states) = (new double[]?[network.Parameters.Count], new double[]?[network.Parameters.Count]);
        for (int shard = 0; shard < plan.Shards; shard++)
        {
            var images = plan.ImagesOf(shard, Images);
            using var alone = subject.Create(ZooNetworks.SupportedInstructionSets.First());
            alone.TrainBatch(ImagesOf(subject, images), Labels(alone).AsSpan(images.First, images.Count), new Sgd(0));
            for (int i = 0; i < alone.Parameters.Count; i++)
            {
                var parameter = alone.Parameters[i];
                if (parameter.Trainable)
                    Add(ref gradients[i], Bits.Gradient(parameter), (double)images.Count / Images);
                else
                    Add(ref states[i], Bits.Values(parameter), 1.0 / plan.Shards);
            }
        }

        // Of a bias in front of a normalization the gradient is nothing but rounding.
        double most = gradients.Max(each => each?.Max(Math.Abs) ?? 0);
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            var parameter = network.Parameters[i];
            var (expected, actual) = parameter.Trainable ? (gradients[i]!, Bits.Gradient(parameter)) : (states[i]!, Bits.Values(parameter));
            double tolerance = (2e-5 * expected.Max(Math.Abs)) + (1e-6 * most);
            for (int k = 0; k < expected.Length; k++)
                Assert.True(Math.Abs(expected[k] - actual[k]) <= tolerance, $"{parameter.Name}[{k}]: {expected[k]} and {actual[k]}");
        }
    }

    private static void Add(ref double[]? sums, float[] values, double factor)
    {
        sums ??= new double[values.Length];
        for (int i = 0; i < values.Length; i++)
            sums[i] += values[i] * factor;
    }

    private static int[] Labels(INetwork network) => [.. Enumerable.Range(0, Images).Select(i => i * 3 % network.Info.OutputSize)];

    private static ReadOnlySpan<float> ImagesOf(Subject subject, ItemRange images)
    {
        int size = subject.Images.Length / Images;
        return subject.Images.AsSpan(images.First * size, images.Count * size);
    }

    private static void Train(INetwork network, Subject subject, ShardPlan plan, Optimizer optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            int count = Counts[step];
            var batch = new Batch(ImagesOf(subject, new ItemRange(0, count)), new Targets(Labels(network).AsSpan(0, count)), count);
            ((IShardedTraining)network).TrainShards(batch, Loss.For(network), optimizer, [], plan);
        }
    }
}
