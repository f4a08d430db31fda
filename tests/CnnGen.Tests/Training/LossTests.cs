using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>One formula of the loss for training and evaluation: the cross-entropy of the logits, weighed by images.</summary>
public sealed class LossTests
{
    public static TheoryData<InstructionSet> EachInstructionSet => [.. Enum.GetValues<InstructionSet>()];

    /// <summary>Networks without dropout, which training and prediction see alike, with each instruction set.</summary>
    public static TheoryData<string, InstructionSet> NetworksWithoutDropout
    {
        get
        {
            var data = new TheoryData<string, InstructionSet>();
            foreach (string name in (IEnumerable<string>)ZooNetworks.TrainableNamesSeenAlike)
            {
                foreach (var instructionSet in Enum.GetValues<InstructionSet>())
                    data.Add(name, instructionSet);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EachInstructionSet))]
    public void ASureAndWrongAnswerHasItsTrueLossAndGradient(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        using var network = TwoClassesOf(200, 0, instructionSet);
        var data = new ImageDataset(new float[] { 1 }, new[] { 1 }, 1, 1, 1);

        Assert.Equal(200, network.Evaluate(data).Loss);
        var result = network.TrainBatch(data.Floats, data.Labels, new Sgd(0.01));

        Assert.Equal(new BatchResult(200, 0, 1), result);
        Assert.Equal([1, -1], Bits.Gradient(network.Parameters[0]));
        Assert.Equal([199.99f, 0.01f], Bits.Values(network.Parameters[0]));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(1e30f)]
    public void TrainingAndEvaluationAgreeWhateverTheProbabilityIsRoundedTo(float logit)
    {
        using var network = TwoClassesOf(logit, 0, InstructionSets.Best);
        var data = new ImageDataset(new float[] { 1 }, new[] { 1 }, 1, 1, 1);
        Assert.Equal(logit, network.Evaluate(data).Loss);
        Assert.Equal(logit, network.Fit(data, new FitOptions { Validation = data, Optimizer = new Sgd(0) }).Epochs[0].ValidationLoss);
        Assert.Equal(logit, network.TrainBatch(data.Floats, data.Labels, new Sgd(0)).Loss);
    }

    [SkippableTheory]
    [MemberData(nameof(NetworksWithoutDropout))]
    public void EachImageHasTheSameLossInTrainingAndEvaluation(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(instructionSet);
        int[] labels = [.. Enumerable.Range(0, Subject.ImageCount).Select(i => (2 * i + 1) % network.Info.OutputSize)];
        var data = Data(network.Info, subject.Images, labels);
        var optimizer = new Sgd(0);
        double sum = 0;
        for (int i = 0; i < Subject.ImageCount; i++)
        {
            var image = data.Slice(i, 1);
            double loss = network.TrainBatch(image.Floats, image.Labels, optimizer).Loss;
            Assert.Equal(loss, network.Evaluate(image).Loss);
            sum += loss;
        }

        // Few images by many threads, each of which may do a part of one image; and more images than a thread takes at a time.
        foreach (int threads in ThreadCounts.All)
        {
            network.Threads = threads;
            foreach (int batchSize in (int[])[1, 2, Subject.ImageCount])
                Assert.Equal(sum / Subject.ImageCount, network.Evaluate(data, batchSize).Loss);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(NetworksWithoutDropout))]
    public void AskingForLossesChangesNoPrediction(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        var subject = ZooNetworks.Subject(name);
        foreach (int threads in (int[])[1, 16])
        {
            using var network = (CompiledNetwork)subject.Create(instructionSet, threads);
            float[] plain = new float[subject.Predicted.Length], withLosses = new float[plain.Length];
            network.Predict(subject.Images, plain);
            ((INetworkEnd)network).PredictWithLosses(
                subject.Images, [], new int[Subject.ImageCount], withLosses, new float[Subject.ImageCount], new double[Subject.ImageCount]);
            Bits.AreEqual(plain, withLosses, $"{name}, {threads} threads");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LossesWeighImagesNotBatches(int batchSize)
    {
        // Logits 0 and x: the probability of class 0 is 1/2, 1/4 and 1/8.
        using var network = TwoClassesOf(0, 1, InstructionSets.Best);
        var data = new ImageDataset(new[] { 0, MathF.Log(3), MathF.Log(7) }, new[] { 0, 0, 0 }, 1, 1, 1);
        var epoch = network.Fit(
            data, new FitOptions { BatchSize = batchSize, Shuffle = false, Optimizer = new Sgd(0), Validation = data }).Epochs[0];
        Assert.Equal(2 * Math.Log(2), epoch.Loss, 1e-6);
        Assert.Equal(2 * Math.Log(2), epoch.ValidationLoss!.Value, 1e-6);
        Assert.Equal(2 * Math.Log(2), network.Evaluate(data, batchSize).Loss, 1e-6);
    }

    [Fact]
    public void WhereOnlyProbabilitiesAreKnownTheirLogarithmIsTheLoss()
    {
        // A network of the user's own, whose probabilities are all there is: right down to the smallest normal float, finite at 0.
        using var network = new FakeNetwork(1, 1, 1, 2);
        foreach (float probability in (float[])[1, 0.25f, 1e-7f, 1e-30f, 1.2e-38f])
        {
            network.Output = output => (output[0], output[1]) = (1 - probability, probability);
            Assert.Equal(-Math.Log(probability), LossOfClassOne(), 1e-5);
        }

        network.Output = output => (output[0], output[1]) = (1, 0);
        Assert.Equal(87.336544, LossOfClassOne(), 1e-5);

        double LossOfClassOne() => network.Evaluate(new ImageDataset(new float[1], new[] { 1 }, 1, 1, 1)).Loss;
    }

    private static ImageDataset Data(NetworkInfo network, float[] images, int[] labels) =>
        new(images, labels, network.InputShape[0], network.InputShape[1], network.InputShape[2]);

    private static TwoClasses TwoClassesOf(float first, float second, InstructionSet instructionSet)
    {
        var network = new TwoClasses(instructionSet: instructionSet);
        network.Parameters[0].CopyFrom([first, second]);
        return network;
    }
}

/// <summary>One number in; the logits are multiples of it.</summary>
[Input(1, 1, 1)]
[Flatten]
[Dense(2, Activation.Softmax, UseBias = false)]
internal sealed partial class TwoClasses;
