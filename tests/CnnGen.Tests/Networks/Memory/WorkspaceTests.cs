using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Memory follows the images that come and what the machine has; results do not depend on it.</summary>
public sealed class WorkspaceTests
{
    public static TheoryData<string> Names => ZooNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void WorkspacesAreForTheImagesThatCame(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (int threads in ThreadCounts.All)
        {
            using var network = (CompiledNetwork)subject.Create(InstructionSets.Best, threads);
            var plan = network.Info.Memory;
            foreach (int count in (int[])[1, 3, 2, Subject.ImageCount])
            {
                Predict(network, subject, count);
                int most = count == 2 ? 3 : count;
                bool isShared = 2 * most <= threads && network.Code.InferStageItems.ContainsAnyExcept(1);
                Assert.Equal(plan.InferenceBytes(threads, isShared ? 1 : most), BytesForPrediction(network));
                Assert.InRange(BytesForPrediction(network), 0, plan.InferenceBytes(threads));
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 5)]
    [InlineData(1, 32, 32)]
    [InlineData(1, 33, 17)] // Two items, of 17 images and of 16.
    [InlineData(2, 3, 4)] // Two items of two images, the second with one.
    [InlineData(8, 9, 10)]
    [InlineData(8, 17, 18)]
    [InlineData(2, 64, 64)]
    [InlineData(2, 1_000_000, 64)]
    [InlineData(1024, int.MaxValue, 32 * 1024)]
    public void ThePlanKnowsHowManyImagesAreAtWork(int threads, int images, int atOnce)
    {
        var plan = HugeNetwork.Plan();
        Assert.Equal(4 * (16 + 16L * atOnce + 16L * threads), plan.InferenceBytes(threads, images));
        Assert.Equal(4 * (16 + 16L * 32 * threads + 16L * threads), plan.InferenceBytes(threads));
    }

    /// <summary>From room for one image on, which all threads then share, to room for all of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void LittleRoomChangesNoBit(string name)
    {
        var subject = ZooNetworks.Subject(name);
        var expected = new float[subject.Predicted.Length];
        using (var network = subject.Create(InstructionSets.Best))
            network.Predict(subject.Images, expected);
        foreach (int threads in ThreadCounts.All)
        {
            for (int room = 1; room <= Subject.ImageCount + 1; room++)
            {
                using var network = (CompiledNetwork)subject.Create(InstructionSets.Best, threads);
                var plan = network.Info.Memory;
                network.Memory.Assumed = 2L * room * plan.InferenceImageFloats * sizeof(float);
                Bits.AreEqual(
                    expected, Predict(network, subject, Subject.ImageCount), $"{name}, {threads} threads, room for {room} images");
                Assert.InRange(BytesForPrediction(network) - plan.InferenceBytes(threads, 0), 0,
                    (long)room * plan.InferenceImageFloats * sizeof(float));
                Assert.All(network.Arenas, arena => Assert.True(arena.GuardsAreIntact));
                // Calls with fewer images, and with as many again, find the same room.
                long bytes = BytesForPrediction(network);
                Bits.AreEqual(expected.AsSpan(0, 2 * network.Info.OutputSize), Predict(network, subject, 2), name);
                Bits.AreEqual(expected, Predict(network, subject, Subject.ImageCount), name);
                Assert.Equal(bytes, BytesForPrediction(network));
            }
        }
    }

    [Fact]
    public void NoMoreThanHalfOfWhatIsFreeGoesToWorkspaces()
    {
        using var network = new HugeNetwork(HugeNetwork.Plan(inferenceImageFloats: 1 << 20, chunk: 1 << 20))
        {
            Threads = 2,
            Memory = { Assumed = 1 << 30 },
        };
        network.Predict(new float[1000], new float[1000]);
        Assert.Equal(1000, network.Chunks.Sum());
        // 4 MB each, of 512.
        Assert.Equal(64, network.Chunks.Max());
    }

    [Fact]
    public void WhereThereIsNoRoomForAnImageEachThreadsShareThem()
    {
        using var network = new HugeNetwork(HugeNetwork.Plan(inferenceImageFloats: 1 << 20))
        {
            Threads = 4,
            Memory = { Assumed = 24 << 20 },
        };
        network.Predict(new float[9], new float[9]);
        Assert.Empty(network.Chunks);
        Assert.Equal(9, network.Shared);
    }

    /// <summary>
    /// A petabyte is more than an address has bits for, so no system gives it; whatever it gives, the images are predicted.
    /// </summary>
    [Fact]
    public void WhatTheSystemRefusesIsAskedForInPart()
    {
        const int images = 1 << 20;
        using var network = new HugeNetwork(HugeNetwork.Plan(inferenceImageFloats: 1 << 28, chunk: images))
        {
            Threads = 1,
            Memory = { Assumed = long.MaxValue },
        };
        network.Predict(new float[images], new float[images]);
        Assert.Equal(images, network.Chunks.Sum());
        Assert.InRange(network.Chunks.Max(), 1, images / 2);
    }

    [Fact]
    public void AnImageLargerThanTheMachineIsRefusedByName()
    {
        using var network = new HugeNetwork(HugeNetwork.Plan(inferenceImageFloats: 1 << 28)) { Memory = { Assumed = (1 << 30) - 1 } };
        var error = Assert.Throws<OutOfMemoryException>(() => network.Predict(new float[1], new float[1]));
        Assert.Equal(
            "Huge needs 1,073,741,824 bytes for the prediction of one image of 1 x 1 x 1, but the machine has 1,073,741,823 bytes of"
            + " memory, of which 1,073,741,823 are free. Predict smaller images. Dispose of networks that are not needed any more.",
            error.Message);
    }

    [Fact]
    public void ThreadsThatNeedTooMuchAreRefusedByName()
    {
        using var network = new HugeNetwork(HugeNetwork.Plan(scratchFloats: 1 << 28)) { Threads = 9, Memory = { Assumed = 8L << 30 } };
        var error = Assert.Throws<OutOfMemoryException>(() => network.Predict(new float[1], new float[1]));
        Assert.Contains("Huge needs 9,663,676,416 bytes for the scratch room of 9 threads", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Set Threads to fewer.", error.Message, StringComparison.Ordinal);
        network.Threads = 1;
        network.Predict(new float[1], new float[1]);
    }

    [Fact]
    public void ABatchTooLargeIsRefusedBeforeAnythingIsReserved()
    {
        const int count = 1_000_000;
        using var network = new HugeNetwork(HugeNetwork.Plan(trainingImageFloats: int.MaxValue)) { Threads = 2 };
        var error = Assert.Throws<OutOfMemoryException>(() => network.TrainBatch(new byte[count], new int[count], new Sgd()));
        Assert.StartsWith(
            "Huge needs 8,589,934,588,000,320 bytes for a training step with 1,000,000 images of 1 x 1 x 1, 8,589,934,588 each, and 2"
                + " threads, but the machine has ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Train in smaller batches, or on smaller images.", error.Message, StringComparison.Ordinal);
        // The weights, which were there before.
        Assert.Single(network.Arenas);
    }

    [Fact]
    public void ABatchTooLargeLosesNothing()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using var network = (CompiledNetwork)subject.Create(InstructionSets.Best);
        using var undisturbed = (CompiledNetwork)subject.Create(InstructionSets.Best);
        int[] labels = new int[Subject.ImageCount];
        int output = network.Info.OutputSize;
        foreach (var each in (CompiledNetwork[])[network, undisturbed])
            each.Forward(subject.Images.AsSpan(0, 2 * each.Info.InputSize), new float[2 * output]);
        network.Memory.Assumed = network.Info.Memory.TrainingBytes(3, network.Threads);
        Assert.Throws<OutOfMemoryException>(() => network.TrainBatch(subject.Images, labels, new Sgd()));

        // The pass that was under way ends as if nothing had been.
        foreach (var each in (CompiledNetwork[])[network, undisturbed])
            each.Backward(subject.Probes.AsSpan(0, 2 * output));
        Bits.AreEqual(undisturbed.Weights.Gradients, network.Weights.Gradients, "gradients");
        network.Memory.Assumed = null;
        foreach (var each in (CompiledNetwork[])[network, undisturbed])
            each.TrainBatch(subject.Images, labels, new Sgd());
        Assert.Equal(Bits.HashOfWeights(undisturbed), Bits.HashOfWeights(network));
    }

    /// <summary>Also after a batch as large as none before, which has a workspace of its own.</summary>
    [SkippableFact]
    public unsafe void ArenasOfALargePageAndMoreAskForLargePages()
    {
        MappingFlags.RequireLargePages();
        using var network = new FashionNetwork { Threads = 2 };
        foreach (int count in (int[])[3, 9])
        {
            var images = new float[count * FashionNetwork.InputSize];
            network.Predict(images, new float[count * FashionNetwork.OutputSize]);
            network.TrainBatch(images, new int[count], new Sgd());
            var large = network.Arenas.Where(arena => arena.Length * sizeof(float) > SystemPages.LargePage).ToArray();
            Assert.Contains(large, arena => arena.Length == (long)count * network.Info.Memory.TrainingImageFloats);
            Assert.All(large, arena => Assert.Contains("hg", MappingFlags.Of((nint)arena.Pointer)));
        }
    }

    private static float[] Predict(CompiledNetwork network, Subject subject, int count)
    {
        var outputs = new float[count * network.Info.OutputSize];
        network.Predict(subject.Images.AsSpan(0, count * network.Info.InputSize), outputs);
        return outputs;
    }

    /// <summary>Bytes of what prediction reserved: all arenas but the weights, where nothing was trained.</summary>
    private static long BytesForPrediction(CompiledNetwork network) => network.Arenas.Skip(1).Sum(arena => arena.Length * sizeof(float));
}
