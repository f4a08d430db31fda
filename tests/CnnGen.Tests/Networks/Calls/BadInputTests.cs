using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>Input that does not fit is refused before anything changes, and the message names what was expected and what came.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Inputs = 5 * 5 * 1;
    private const int Classes = 10;

    private readonly INetwork _network = ZooNetworks.Subject("NormalizedPerceptron").Create(InstructionSets.Best);

    public void Dispose() => _network.Dispose();

    [Fact]
    public void PredictNamesTheLengths()
    {
        AssertNames<ArgumentException>(() => _network.Predict(new float[Inputs + 1], new float[Classes]), Inputs, Inputs + 1);
        AssertNames<ArgumentException>(() => _network.Predict(new float[2 * Inputs], new float[Classes]), 2 * Classes, Classes);
        AssertNames<ArgumentException>(() => _network.Predict(new byte[Inputs - 1], new float[Classes]), Inputs, Inputs - 1);
    }

    [Fact]
    public void NoImagesGiveNoOutputs()
    {
        _network.Predict(new float[0], []);
        _network.Predict(new byte[0], []);
    }

    [Fact]
    public void ForwardAndBackwardNameTheLengths()
    {
        Assert.Throws<InvalidOperationException>(() => _network.Backward(new float[Classes]));
        AssertNames<ArgumentException>(() => _network.Forward(new float[Inputs], new float[Classes + 3]), Classes, Classes + 3);
        _network.Forward(new float[2 * Inputs], new float[2 * Classes]);
        AssertNames<ArgumentException>(() => _network.Backward(new float[Classes]), 2 * Classes, Classes);
    }

    [Fact]
    public void TrainBatchNamesTheLabel()
    {
        string before = Bits.HashOfWeights(_network);
        var optimizer = new Sgd();
        AssertNames<ArgumentException>(() => _network.TrainBatch(new float[2 * Inputs], [1, Classes], optimizer), Classes);
        AssertNames<ArgumentException>(() => _network.TrainBatch(new float[2 * Inputs], [-1, 0], optimizer), -1);
        AssertNames<ArgumentException>(() => _network.TrainBatch(new float[2 * Inputs], [1], optimizer), 2, 1);
        AssertNames<ArgumentException>(() => _network.TrainBatch(new byte[3 * Inputs - 1], [1, 2, 3], optimizer), 3 * Inputs - 1, Inputs);
        Assert.Throws<ArgumentException>("labels", () => _network.TrainBatch(new float[Inputs], [Classes], optimizer));
        var loss = new SparseCategoricalCrossentropy();
        Assert.Throws<ArgumentException>("targets", () => _network.TrainBatch(new float[Inputs], new[] { Classes }, loss, optimizer));
        Assert.Throws<ArgumentException>("targets", () => _network.TrainBatch(new byte[Inputs], new[] { 1, 2 }, loss, optimizer));
        Assert.Equal(before, Bits.HashOfWeights(_network));
    }

    [Fact]
    public void ParametersNameTheLengths()
    {
        var kernel = _network.Parameters.Single(p => p.Name == "dense/kernel");
        AssertNames<ArgumentException>(() => kernel.CopyFrom(new float[249]), 250, 249);
        AssertNames<ArgumentException>(() => kernel.CopyTo(new float[251]), 250, 251);
        AssertNames<ArgumentException>(() => kernel.CopyGradientTo(new float[1]), 250, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WorkerTeam.MaxThreads + 1)]
    [InlineData(1_000_000)]
    [InlineData(int.MaxValue)]
    public void ThreadsHaveBounds(int threads)
    {
        var before = _network.Threads;
        AssertNames<ArgumentOutOfRangeException>(
            () => _network.Threads = threads, threads < 1 ? 1 : WorkerTeam.MaxThreads, Math.Abs(threads));
        Assert.Equal(before, _network.Threads);
    }

    [Fact]
    public void WhatTheNetworkCannotDoIsInvalid()
    {
        using var bare = ZooNetworks.Subject("FlattenAndDense").Create(InstructionSets.Best);
        int inputs = bare.Info.InputSize;
        Assert.Throws<InvalidOperationException>(() => bare.TrainBatch(new float[inputs], [0], new Sgd()));
        Assert.Throws<InvalidOperationException>(() => bare.Predict(new byte[inputs], new float[10]));
        Assert.Throws<InvalidOperationException>(() => bare.Adapt(new ImageDataset(new float[inputs], new int[1], 4, 5, 3)));
    }

    [Fact]
    public void AdaptRefusesAnotherShapeAndNoImages()
    {
        AssertNames<ArgumentException>(() => _network.Adapt(new ImageDataset(new float[24], new int[1], 4, 6, 1)), 5, 4, 6);
        Assert.ThrowsAny<ArgumentException>(() => _network.Adapt(new ImageDataset(new float[0], Array.Empty<int>(), 5, 5, 1)));
    }

    [Fact]
    public void UnsupportedInstructionSetIsRefused()
    {
        var type = _network.GetType();
        foreach (var instructionSet in Enum.GetValues<InstructionSet>())
        {
            if (InstructionSets.IsSupported(instructionSet))
            {
                using var network = Subject.Construct(type, 0, instructionSet);
                Assert.Equal(instructionSet, network.InstructionSet);
            }
            else
            {
                Assert.ThrowsAny<Exception>(() => Subject.Construct(type, 0, instructionSet));
            }
        }

        Assert.ThrowsAny<Exception>(() => Subject.Construct(type, 0, (InstructionSet)17));
    }

    private static void AssertNames<T>(Action action, params int[] numbers)
        where T : Exception
    {
        var exception = Assert.ThrowsAny<T>(action);
        foreach (int number in numbers)
            Assert.Matches($@"(?<!\d){number}(?!\d)", exception.Message);
    }
}
