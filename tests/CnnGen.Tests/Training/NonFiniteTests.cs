using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Outputs that are infinite or no numbers: their images are wrong, are counted, and training says where they began.</summary>
public sealed class NonFiniteTests
{
    [Theory]
    [InlineData(new[] { float.NaN, 0.1f, 0.9f }, -1)]
    [InlineData(new[] { 0.1f, 0.9f, float.NaN }, -1)]
    [InlineData(new[] { float.NaN }, -1)]
    [InlineData(new float[0], -1)]
    [InlineData(new[] { 0.2f, 0.4f, 0.4f }, 1)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    [InlineData(new[] { 1, float.PositiveInfinity, float.NegativeInfinity }, 1)]
    public void NoClassIsTheMostProbableOfWhatIsNoNumber(float[] outputs, int expected) =>
        Assert.Equal(expected, NetworkTraining.MostProbable(outputs));

    [Theory]
    [InlineData(float.NaN, 0.1f, 0.9f)]
    [InlineData(0.1f, 0.9f, float.NaN)]
    [InlineData(0.1f, float.PositiveInfinity, 0.9f)]
    public void EvaluationCountsAnImageWithSuchAnOutputAsWrong(float first, float second, float third)
    {
        // Of three images the first is right, and the label of the others is the largest of what is a number.
        using var network = new FakeNetwork(1, 1, 1, 3);
        int images = 0;
        network.Output = output => (output[0], output[1], output[2]) = images++ == 0 ? (0.2f, 0.3f, 0.5f) : (first, second, third);
        var result = network.Evaluate(new ImageDataset(new float[3], new[] { 2, 2, 1 }, 1, 1, 1));
        Assert.Equal((1 / 3.0, 3, 2), (result.Accuracy, result.Count, result.NonFinite));
    }

    [SkippableTheory]
    [MemberData(nameof(LossTests.EachInstructionSet), MemberType = typeof(LossTests))]
    public void TrainingThatExplodesNamesTheStepAndHasNoAccuracy(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        using var network = ZooNetworks.Subject("OddChannelsIntoDense").Create(instructionSet);
        var data = Noise(network.Info, 96);
        var history = network.Fit(data, new FitOptions { Epochs = 2, Optimizer = new Sgd(1e30), Validation = data, Shuffle = false });

        // The first step is taken with good weights; the second finds what it made of them.
        Assert.Equal(new TrainingStep(Epoch: 1, Batch: 2), history.FirstNonFiniteStep);
        var last = history.Epochs[^1];
        Assert.Equal((double.NaN, 0.0, 96), (last.Loss, last.Accuracy, last.NonFinite));
        Assert.Equal((double.NaN, 0.0, 96), (last.ValidationLoss!.Value, last.ValidationAccuracy!.Value, last.ValidationNonFinite!.Value));
        Assert.Equal(new EvaluationResult(double.NaN, 0, 96, 96), network.Evaluate(data));
        Assert.Equal(new BatchResult(double.NaN, 0, 96, 96), network.TrainBatch(data.Floats, data.Labels, new Sgd(0)));
    }

    [SkippableTheory]
    [MemberData(nameof(LossTests.EachInstructionSet), MemberType = typeof(LossTests))]
    public void AnInfiniteLossIsOneThoughEveryProbabilityIsANumber(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        using var network = new TwoClasses(instructionSet: instructionSet);
        network.Parameters[0].CopyFrom([-3e38f, 0]);
        float[] output = new float[2];
        network.Predict([10f], output);
        Assert.Equal([0, 1], output);

        var wrong = new ImageDataset(new float[] { 10 }, new[] { 0 }, 1, 1, 1);
        Assert.Equal(new EvaluationResult(double.PositiveInfinity, 0, 1, 1), network.Evaluate(wrong));
        Assert.Equal(new BatchResult(double.PositiveInfinity, 0, 1, 1), network.TrainBatch(wrong.Floats, wrong.Labels, new Sgd(0)));
        Assert.Equal(new EvaluationResult(0, 1, 1, 0), network.Evaluate(new ImageDataset(new float[] { 10 }, new[] { 1 }, 1, 1, 1)));
    }

    [Fact]
    public void EpochsAndCallbacksCountThemAndTheFirstStepIsNamed()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        network.BeforeBatch = () => network.NonFinite = network.Batches.Length is 5 or 6 ? 2 : 0;
        var counts = new List<int>();
        var history = network.Fit(
            new ImageDataset(new float[12], new int[12], 1, 1, 1),
            new FitOptions { Epochs = 3, BatchSize = 3, Callbacks = [new OnBatch(progress => counts.Add(progress.NonFinite))] });

        Assert.Equal([0, 0, 0, 0, 0, 2, 4, 4, 0, 0, 0, 0], counts);
        Assert.Equal([0, 4, 0], history.Epochs.Select(epoch => epoch.NonFinite));
        Assert.Equal(new TrainingStep(Epoch: 2, Batch: 2), history.FirstNonFiniteStep);
    }

    [Fact]
    public void GoodTrainingHasNone()
    {
        using var network = new FakeNetwork(1, 1, 1, 2);
        var data = new ImageDataset(new float[12], new int[12], 1, 1, 1);
        var history = network.Fit(data, new FitOptions { Validation = data });
        Assert.Null(history.FirstNonFiniteStep);
        Assert.Equal((0, 0), (history.Epochs[0].NonFinite, history.Epochs[0].ValidationNonFinite));
    }

    [SkippableTheory]
    [MemberData(nameof(ZooNetworks.NamesAndInstructionSets), MemberType = typeof(ZooNetworks))]
    public void ABadPixelDisturbsNoOtherImage(string name, InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        const int bad = 3;
        var subject = ZooNetworks.Subject(name);
        foreach (int threads in (int[])[1, 3])
        {
            using var network = subject.Create(instructionSet, threads);
            float[] clean = new float[subject.Predicted.Length], outputs = new float[clean.Length];
            network.Predict(subject.Images, clean);
            float[] images = [.. subject.Images];
            images[(bad * network.Info.InputSize) + (network.Info.InputSize / 2)] = float.NaN;
            network.Predict(images, outputs);
            int size = network.Info.OutputSize;
            Bits.AreEqual(clean.AsSpan(0, bad * size), outputs.AsSpan(0, bad * size), $"{name}, images before the bad one");
            Bits.AreEqual(clean.AsSpan((bad + 1) * size), outputs.AsSpan((bad + 1) * size), $"{name}, images behind the bad one");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(LossTests.EachInstructionSet), MemberType = typeof(LossTests))]
    public void ABadPixelMakesItsImageNoNumberAndNoOtherWrong(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        using var network = ZooNetworks.Subject("PoolThenClasses").Create(instructionSet);
        float[] pixels = Noise(network.Info, 40).Floats.ToArray();
        pixels[(17 * network.Info.InputSize) + 30] = float.NaN;
        float[] outputs = new float[40 * network.Info.OutputSize];
        network.Predict(pixels, outputs);
        float[][] each = [.. outputs.Chunk(network.Info.OutputSize)];
        int[] labels = [.. each.Select(output => Math.Max(0, NetworkTraining.MostProbable(output)))];

        Assert.Equal([17], Enumerable.Range(0, 40).Where(i => each[i].Contains(float.NaN)));
        var shape = network.Info.InputShape;
        var result = network.Evaluate(new ImageDataset(pixels, labels, shape[0], shape[1], shape[2]));
        Assert.Equal((double.NaN, 39 / 40.0, 1), (result.Loss, result.Accuracy, result.NonFinite));
    }

    private static ImageDataset Noise(NetworkInfo network, int count)
    {
        var random = new Random(5);
        float[] pixels = [.. Enumerable.Range(0, count * network.InputSize).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(network.OutputSize))];
        return new ImageDataset(pixels, labels, network.InputShape[0], network.InputShape[1], network.InputShape[2]);
    }

    private sealed class OnBatch(Action<BatchProgress> action) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => action(progress);
    }
}
