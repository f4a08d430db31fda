using System.Runtime.CompilerServices;
using CnnGen.Runtime;
using CnnGen.Tests.Networks.Zoo;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>
/// Networks made and disposed of cost no collections; those that are forgotten are collected before their memory piles up.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class LifetimeTests
{
    private const int Cycles = 40;
    private const int Images = 4;

    private readonly float[] _images = new float[Images * FashionNetwork.InputSize];
    private readonly float[] _outputs = new float[Images * FashionNetwork.OutputSize];
    private readonly int[] _labels = new int[Images];

    [Fact]
    public void DisposedNetworksCauseNoCollections()
    {
        Use(seed: 0).Dispose();
        var before = ProcessState.Now();
        int collections = GC.CollectionCount(2);
        for (int cycle = 0; cycle < Cycles; cycle++)
            Use(cycle).Dispose();
        // None is ours; the test runner may cause some. Told by GC.AddMemoryPressure there were three for each network.
        Assert.InRange(GC.CollectionCount(2) - collections, 0, Cycles / 8);
        Assert.Equal(before.NativeBytes, ProcessState.Now().NativeBytes);
    }

    [Fact]
    public void ForgottenNetworksAreCollectedInTime()
    {
        var before = ProcessState.Now();
        long each = UseAndForget(seed: 0) - before.NativeBytes;
        long most = 0;
        for (long cycle = 1; cycle * each < 20 * NativeHoldings.Allowance; cycle++)
            most = Math.Max(most, UseAndForget((int)cycle));
        // A collection begins at one allowance; on a busy machine it takes the time in which some more are forgotten.
        Assert.InRange(most - before.NativeBytes, each, 8 * NativeHoldings.Allowance);
        Assert.Equal(before.NativeBytes, ProcessState.Now().NativeBytes);
        ProcessState.AssertWorkersEnd(before.Workers);
    }

    /// <summary>What is held while a network is alive, as the process counts it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long UseAndForget(int seed)
    {
        _ = Use(seed);
        return NativeHoldings.Bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FashionNetwork Use(int seed)
    {
        var network = new FashionNetwork(seed) { Threads = 2 };
        network.Predict(_images, _outputs);
        network.TrainBatch(_images, _labels, new Nadam());
        return network;
    }
}
