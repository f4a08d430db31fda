using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Averages of weights, accumulated gradients and norms of variables in networks: in <c>Fit</c>, by any threads.</summary>
public sealed class AveragedWeightTests
{
    private static readonly ImageDataset Data = new(
        Enumerable.Range(0, 24 * 36).Select(i => i * 7 % 31 / 31f).ToArray(),
        Enumerable.Range(0, 24).Select(i => i % 3).ToArray(), 6, 6, 1);

    private static Func<Optimizer>[] Optimizers =>
    [
        () => new Lamb(0.01),
        () => new Adam { UseEma = true, EmaMomentum = 0.9, EmaOverwriteFrequency = 3 },
        () => new Adam { GradientAccumulationSteps = 2 },
        () => new Lamb(0.01) { GradientAccumulationSteps = 3, UseEma = true, GlobalClipNorm = 0.5, WeightDecay = 0.01 },
    ];

    [Fact]
    public void TheSameBitsComeOfAnyNumberOfThreads()
    {
        foreach (var optimizer in Optimizers)
        {
            string Train(int threads, InstructionSet instructionSet)
            {
                using var network = new Averaged(seed: 3, instructionSet) { Threads = threads };
                network.Fit(Data, new FitOptions { Epochs = 3, BatchSize = 5, Optimizer = optimizer() });
                return Bits.HashOfWeights(network);
            }

            string expected = Train(1, InstructionSet.Scalar);
            var best = InstructionSets.Machine;
            Assert.All([1, 2, 3, 8], threads => Assert.Equal(expected, Train(threads, best)));
        }
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var (images, labels) = (new float[5 * 36], new int[5]);
        foreach (var create in Optimizers)
        {
            using var network = new Averaged(seed: 3) { Threads = 1 };
            var optimizer = create();
            for (var step = 0; step < 6; step++)
                network.TrainBatch(images, labels, optimizer);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 6; step++)
                network.TrainBatch(images, labels, optimizer);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>The mean of the gradients of two batches is the gradient of both together; weights stay in between.</summary>
    [Fact]
    public void TwoBatchesAreOneTwiceAsLarge()
    {
        var images = Data.Floats[..(8 * 36)];
        var labels = Data.Labels[..8];
        using var whole = new Gathered(seed: 3);
        using var halves = new Gathered(seed: 3);
        var (once, twice) = (new Sgd(0.1) { Momentum = 0.9 }, new Sgd(0.1) { Momentum = 0.9, GradientAccumulationSteps = 2 });
        for (var step = 0; step < 3; step++)
        {
            whole.TrainBatch(images, labels, once);
            string before = Bits.HashOfWeights(halves);
            halves.TrainBatch(images[..(4 * 36)], labels[..4], twice);
            Assert.Equal(before, Bits.HashOfWeights(halves));
            halves.TrainBatch(images[(4 * 36)..], labels[4..], twice);
            foreach (var (one, other) in whole.Parameters.Zip(halves.Parameters))
                Assert.All(Bits.Values(one).Zip(Bits.Values(other)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }

        // Step by step it is the same.
        using var parts = new Gathered(seed: 3);
        var (again, outputs) = (new Adam(0.01) { GradientAccumulationSteps = 2 }, new float[4 * 3]);
        string first = Bits.HashOfWeights(parts);
        for (var step = 0; step < 2; step++)
        {
            Assert.Equal(first, Bits.HashOfWeights(parts));
            parts.Forward(images[..(4 * 36)], outputs);
            parts.Backward(new float[] { 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0 });
            parts.Step(again);
        }

        Assert.NotEqual(first, Bits.HashOfWeights(parts));
        // What is prepared of the weights is theirs: a network of the same weights predicts the same bits.
        using var copy = new Gathered(seed: 4);
        foreach (var (from, to) in parts.Parameters.Zip(copy.Parameters))
            to.CopyFrom(Bits.Values(from));
        Assert.Equal(Predict(copy), Predict(parts));
    }

    /// <summary>Weights that are written while gradients wait are those that the next step begins with.</summary>
    [Fact]
    public void WeightsMayBeWrittenWhileGradientsWait()
    {
        var images = Data.Floats[..(8 * 36)];
        var labels = Data.Labels[..8];
        using var network = new Averaged(seed: 3);
        using var other = new Averaged(seed: 5);
        var optimizer = new Sgd { GradientAccumulationSteps = 2 };
        network.Forward(images, new float[8 * 3]);
        network.Backward(new float[8 * 3]);
        foreach (var (from, to) in other.Parameters.Zip(network.Parameters))
            to.CopyFrom(Bits.Values(from));
        network.Step(optimizer);
        Assert.Equal(Predict(other), Predict(network));
        Assert.Equal(other.TrainBatch(images, labels, new Sgd()).Loss, network.TrainBatch(images, labels, optimizer).Loss);
    }

    [Fact]
    public void FitEndsWithTheAverages()
    {
        // Only weights of a dense layer: its average follows from the weights after each step.
        using var network = new TwoClasses();
        var data = new ImageDataset(new float[] { 1, 2, 3, 4 }, new[] { 1, 0, 1, 0 }, 1, 1, 1);
        var average = new double[2];
        var seen = 0;
        network.Fit(data, new FitOptions
        {
            Epochs = 2,
            BatchSize = 1,
            Optimizer = new Sgd(0.1) { UseEma = true, EmaMomentum = 0.5 },
            Callbacks = [new AfterBatch(() =>
            {
                float[] weights = Bits.Values(network.Parameters[0]);
                for (var i = 0; i < 2; i++)
                    average[i] = seen == 0 ? weights[i] : (0.5 * average[i]) + (0.5 * weights[i]);
                seen++;
            })],
        });
        Assert.Equal(8, seen);
        Assert.All(average.Zip(Bits.Values(network.Parameters[0])), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void ValidationIsOfTheAveragesAndTrainingGoesOnWithTheWeights()
    {
        History Train(bool swaps, int epochs, out string weights)
        {
            using var network = new Averaged(seed: 3);
            var history = network.Fit(Data, new FitOptions
            {
                Epochs = epochs,
                BatchSize = 6,
                Optimizer = new Adam(0.01) { UseEma = true, EmaMomentum = 0.8 },
                Validation = Data,
                Callbacks = swaps ? [new SwapEMAWeights()] : [],
            });
            weights = Bits.HashOfWeights(network);
            // At the end the network has the averages, which the last validation with swapping was of.
            Assert.Equal(swaps, network.Evaluate(Data).Loss == history["val_loss"][^1]);
            return history;
        }

        var (plain, swapped) = (Train(false, 3, out var without), Train(true, 3, out var with));
        Assert.Equal(without, with);
        Assert.Equal(plain["loss"], swapped["loss"]);
        Assert.NotEqual(plain["val_loss"][2], swapped["val_loss"][2]);
    }

    [Fact]
    public void CallbacksMaySeeTheAverages()
    {
        using var folder = new TemporaryFolder();
        using var network = new Averaged(seed: 3);
        var history = network.Fit(Data, new FitOptions
        {
            Epochs = 3,
            BatchSize = 6,
            Optimizer = new Adam(0.01) { UseEma = true, EmaMomentum = 0.8 },
            Validation = Data,
            Callbacks = [new SwapEMAWeights { SwapOnEpoch = true }, new ModelCheckpoint(folder["{epoch}.safetensors"]), new StopAfter(2)],
        });
        Assert.Equal(2, history.Epochs.Count);
        using var loaded = new Averaged(seed: 4);
        foreach (var epoch in history.Epochs)
        {
            loaded.Load(folder[$"{epoch.Epoch}.safetensors"]);
            Assert.Equal(epoch.ValidationLoss, loaded.Evaluate(Data).Loss);
        }

        // Training was stopped with the averages in the network, and they are there still.
        Assert.Equal(Bits.HashOfWeights(loaded), Bits.HashOfWeights(network));
    }

    [Fact]
    public void AnExceptionLeavesTheWeightsOfTheLastStep()
    {
        string Train(params ITrainingCallback[] callbacks)
        {
            using var network = new Averaged(seed: 3);
            Assert.Throws<InvalidOperationException>(() => network.Fit(Data, new FitOptions
            {
                BatchSize = 6,
                Optimizer = new Adam(0.01) { UseEma = true },
                Validation = Data,
                Callbacks = [.. callbacks, new Throwing()],
            }));
            return Bits.HashOfWeights(network);
        }

        Assert.Equal(Train(), Train(new SwapEMAWeights { SwapOnEpoch = true }));
    }

    [Fact]
    public void AveragesThatNobodyKeepsAreRefused()
    {
        using var network = new Averaged(seed: 3);
        Assert.Contains(
            "averages that an optimizer keeps, but that of the Adam is UseEma = false",
            Assert.Throws<InvalidOperationException>(() => network.Fit(
                Data, new FitOptions { Optimizer = new Adam(), Callbacks = [new SwapEMAWeights()] })).Message,
            StringComparison.Ordinal);
        using var fake = new FakeNetwork(6, 6, 1, 3);
        Assert.Contains(
            "needs a compiled network, but got a FakeNetwork",
            Assert.Throws<InvalidOperationException>(() => fake.Fit(
                Data, new FitOptions { Optimizer = new Adam { UseEma = true }, Callbacks = [new SwapEMAWeights()] })).Message,
            StringComparison.Ordinal);
    }

    private static float[] Predict(INetwork network)
    {
        var outputs = new float[Data.Count * 3];
        network.Predict(Data.Floats, outputs);
        return outputs;
    }

    private sealed class AfterBatch(Action action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => action();
    }

    private sealed class StopAfter(int epochs) : ITrainingCallback
    {
        private TrainingContext? _training;

        public void OnTrainBegin(TrainingContext training) => _training = training;

        public void OnEpochEnd(in EpochResult result)
        {
            if (result.Epoch == epochs)
                _training!.Stop("It is enough.");
        }
    }

    private sealed class Throwing : ITrainingCallback
    {
        public void OnEpochEnd(in EpochResult result) => throw new InvalidOperationException("the end");
    }
}

/// <summary>Convolutions, state and a dense layer.</summary>
[Input(6, 6, 1)]
[Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[BatchNormalization]
[Conv2D(20, 3, Activation = Activation.Relu)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class Averaged;

/// <summary>The same without statistics of a batch.</summary>
[Input(6, 6, 1)]
[Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Relu)]
[Conv2D(20, 3, Activation = Activation.Relu)]
[Flatten]
[Dense(3, Activation.Softmax)]
internal sealed partial class Gathered;
