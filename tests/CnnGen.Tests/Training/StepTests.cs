using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The last part of a step whose loss the caller computes.</summary>
public sealed class StepTests
{
    [Fact]
    public void NeedsABackwardOfItsOwn()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using INetwork network = subject.Create(InstructionSets.Best);
        var optimizer = new Nadam();
        Refuses();
        network.Forward(subject.Images, new float[subject.Forwarded.Length]);
        Refuses();
        network.Backward(subject.Probes);
        Assert.Throws<ArgumentNullException>("optimizer", () => network.Step(null!));
        network.Step(optimizer);
        Refuses();
        ForwardAndBackward(network, subject);
        network.Forward(subject.Images, new float[subject.Forwarded.Length]);
        Refuses();
        ForwardAndBackward(network, subject);
        network.TrainBatch(subject.Images, new int[Subject.ImageCount], optimizer);
        Refuses();

        void Refuses()
        {
            string before = Bits.HashOfWeights(network);
            Assert.Contains("Step changes weights by the gradients of the last Backward, once; Perceptron has had none",
                Assert.Throws<InvalidOperationException>(() => network.Step(optimizer)).Message, StringComparison.Ordinal);
            Assert.Equal(before, Bits.HashOfWeights(network));
        }
    }

    /// <summary>What is derived from weights is that of the new ones, and what comes in between does not matter.</summary>
    [Theory]
    [InlineData("Perceptron")]
    [InlineData("RescaledAndNormalized")]
    [InlineData("WinogradRounds")]
    [InlineData("FrozenBase")]
    public void NetworksGoOnWithTheNewWeights(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork stepped = subject.Create(InstructionSets.Best, threads: 3), copy = subject.Create(InstructionSets.Best);
        for (int step = 0; step < 2; step++)
        {
            ForwardAndBackward(stepped, subject);
            stepped.Predict(subject.Images, new float[subject.Predicted.Length]);
            stepped.Threads = 2 - step;
            stepped.Step(new Sgd(0.1));
        }

        foreach (var (from, to) in stepped.Parameters.Zip(copy.Parameters))
            to.CopyFrom(Bits.Values(from));
        float[] want = new float[subject.Predicted.Length], got = new float[want.Length];
        copy.Predict(subject.Images, want);
        stepped.Predict(subject.Images, got);
        Bits.AreEqual(want, got, $"{name}, prediction");
        ForwardAndBackward(copy, subject);
        ForwardAndBackward(stepped, subject);
        foreach (var (expected, actual) in copy.Parameters.Zip(stepped.Parameters).Where(pair => pair.First.Trainable))
            Bits.AreEqual(Bits.Gradient(expected), Bits.Gradient(actual), $"{name}, gradient of {expected.Name}");
    }

    [Fact]
    public void CountsForSchedulesAndMomentumAsTrainBatchDoes()
    {
        var subject = ZooNetworks.Subject("Perceptron");
        using INetwork network = subject.Create(InstructionSets.Best);
        var optimizer = new Sgd(new PolynomialDecay(1, decaySteps: 4, endLearningRate: 0)) { Momentum = 0.9 };
        double[] rates = new double[4];
        for (int step = 0; step < rates.Length; step++)
        {
            if (step % 2 == 0)
            {
                ForwardAndBackward(network, subject);
                network.Step(optimizer);
            }
            else
            {
                network.TrainBatch(subject.Images, new int[Subject.ImageCount], optimizer);
            }

            rates[step] = optimizer.LearningRate;
        }

        Assert.Equal([1, 0.75, 0.5, 0.25], rates);
    }

    private static void ForwardAndBackward(INetwork network, Subject subject)
    {
        network.Forward(subject.Images, new float[subject.Forwarded.Length]);
        network.Backward(subject.Probes);
    }
}
