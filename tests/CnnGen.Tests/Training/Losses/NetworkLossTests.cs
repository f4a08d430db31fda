using System.Collections.Concurrent;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>
/// Training and evaluation with a loss that is no part of the last layer: on numbers, vectors, maps, and behind a softmax; the same bits as
/// by hand, everywhere.
/// </summary>
public sealed class NetworkLossTests
{
    /// <summary>Ends in a number, a vector, maps, and a softmax; the last ones draw dropout masks.</summary>
    private static readonly string[] Networks =
        ["FlattenAndDense", "FusedSigmoidAndTanh", "WinogradAlone", "Perceptron", "DropoutFirstAndLast", "DropoutChain"];

    public static TheoryData<string> Names => [.. Networks];

    /// <summary>Every instruction set, number of threads and loss gives the weights that the first gave.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TrainedWeightsAndLossesAreTheSameEverywhere(string name)
    {
        var subject = ZooNetworks.Subject(name);
        (string Hash, double Loss)? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using var network = subject.Create(instructionSet, threads);
                string before = Bits.HashOfWeights(network);
                var (targets, optimizer) = (Targets(network.Info, Subject.ImageCount), new Nadam(0.01));
                double loss = 0;
                for (int step = 0; step < 3; step++)
                    loss += network.TrainBatch(subject.Images, targets, new MeanSquaredError(), optimizer).Loss;
                var got = (Bits.HashOfWeights(network), loss);
                Assert.NotEqual(before, got.Item1);
                expected ??= got;
                Assert.True(expected == got, $"{name}, {instructionSet.ToName()}, {threads} threads: {got} rather than {expected}");
            }
        }
    }

    /// <summary>One step is what its parts are: forward, the loss by its formula, backward, step.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AStepIsForwardBackwardAndStep(string name)
    {
        var subject = ZooNetworks.Subject(name);
        foreach (var optimizer in (Func<Optimizer>[])[() => new Nadam(0.01), () => new Sgd(0.1) { GlobalClipNorm = 0.01 }])
        {
            foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
            {
                using INetwork whole = subject.Create(instructionSet, threads: 2), parts = subject.Create(instructionSet, threads: 3);
                var targets = Targets(whole.Info, Subject.ImageCount);
                var (ofWhole, ofParts) = (optimizer(), optimizer());
                float[] outputs = new float[targets.Length], gradients = new float[targets.Length];
                for (int step = 0; step < 3; step++)
                {
                    double expected = whole.TrainBatch(subject.Images, targets, new MeanSquaredError(), ofWhole).Loss;

                    parts.Forward(subject.Images, outputs);
                    Assert.Equal(expected, LossByHand(outputs, targets, whole.Info.OutputSize, gradients), 1e-6 * expected);
                    parts.Backward(gradients);
                    parts.Step(ofParts);
                    Assert.Equal(Bits.HashOfWeights(whole), Bits.HashOfWeights(parts));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EvaluationIsTheMeanOfTrainingsLossesHoweverItIsSplit(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using var network = subject.Create(InstructionSets.Best);
        if (network.Info.Layers.Any(layer => layer.Kind == "Dropout"))
            return;
        var data = DataOf(network.Info, subject.Images);
        double sum = 0;
        for (int image = 0; image < data.Count; image++)
        {
            var one = data.Slice(image, 1);
            double loss = network.TrainBatch(one.Floats, one.Targets, new MeanSquaredError(), new Sgd(0)).Loss;
            Assert.Equal(loss, network.Evaluate(one, loss: new MeanSquaredError()).Loss);
            sum += loss;
        }

        foreach (int threads in ThreadCounts.All)
        {
            network.Threads = threads;
            foreach (int batchSize in (int[])[1, 2, 256])
                Assert.Equal(sum / data.Count, network.Evaluate(data, batchSize, new MeanSquaredError()).Loss);
            Assert.Equal(sum / data.Count, network.TrainBatch(data.Floats, data.Targets, new MeanSquaredError(), new Sgd(0)).Loss);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LossesWeighImagesNotBatches(int batchSize)
    {
        // Outputs 1, 2, 3 and targets 0: squares 1, 4, 9.
        using var network = new OneNumber();
        network.Parameters[0].CopyFrom([1]);
        var data = new ImageDataset(new float[] { 1, 2, 3 }, new float[3], 1, 1, 1);
        var epoch = network.Fit(data, new FitOptions
        {
            BatchSize = batchSize,
            Shuffle = false,
            Optimizer = new Sgd(0),
            Validation = data,
            Loss = new MeanSquaredError(),
        }).Epochs[0];
        Assert.Equal((14 / 3.0, 14 / 3.0), (epoch.Loss, epoch.ValidationLoss));
        Assert.Equal(14 / 3.0, network.Evaluate(data, batchSize, new MeanSquaredError()).Loss);
    }

    [SkippableTheory]
    [MemberData(nameof(LossTests.EachInstructionSet), MemberType = typeof(LossTests))]
    public void OutputsThatAreNoNumbersAreCounted(InstructionSet instructionSet)
    {
        ZooNetworks.RequireSupport(instructionSet);
        using var network = new OneNumber(instructionSet: instructionSet);
        network.Parameters[0].CopyFrom([1]);
        var data = new ImageDataset(new[] { 1, float.NaN, 3e38f, 2 }, new float[] { 1, 1, -3e38f, 1 }, 1, 1, 1);
        var result = network.Evaluate(data, loss: new MeanSquaredError());
        // Of the third image the square is more than a float holds.
        Assert.Equal((double.NaN, 4, 2), (result.Loss, result.Count, result.NonFinite));
        Assert.Equal(
            new BatchResult(double.NaN, 0, 4, 2) { TargetKind = TargetKind.Values },
            network.TrainBatch(data.Floats, data.Targets, new MeanSquaredError(), new Sgd(0)));
        // Nothing times NaN is NaN, so the step has spoilt the weight.
        network.Parameters[0].CopyFrom([1]);
        var history = network.Fit(data, new FitOptions { BatchSize = 1, Shuffle = false, Loss = new MeanSquaredError() });
        Assert.Equal(new TrainingStep(1, 2), history.FirstNonFiniteStep);
    }

    /// <summary>A loss of a user's own over classes, whose gradient goes through the softmax, is what the fused one is.</summary>
    [Theory]
    [InlineData("Perceptron")]
    [InlineData("PoolThenClasses")]
    public void AnotherLossOverClassesGoesThroughTheSoftmax(string name)
    {
        var subject = ZooNetworks.Subject(name);
        using INetwork fused = subject.Create(InstructionSets.Best), own = subject.Create(InstructionSets.Best);
        int[] labels = [.. Enumerable.Range(0, Subject.ImageCount).Select(i => i * 3 % fused.Info.OutputSize)];
        var expected = fused.TrainBatch(subject.Images, labels, new Sgd(0.1));
        var got = own.TrainBatch(subject.Images, labels, new PlainCrossentropy(), new Sgd(0.1));
        Assert.Equal(expected.Loss, got.Loss, 1e-5);
        Assert.Equal((expected.Correct, expected["accuracy"]), (got.Correct, got["accuracy"]));
        foreach (var (want, have) in fused.Parameters.Zip(own.Parameters))
        {
            foreach (var (a, b) in Bits.Gradient(want).Zip(Bits.Gradient(have)))
                Assert.Equal(a, b, 1e-5f);
        }
    }

    [Fact]
    public void WhatALossThrowsComesOutAndNothingMoves()
    {
        using var network = ZooNetworks.Subject("FlattenAndDense").Create(InstructionSets.Best, threads: 3);
        string before = Bits.HashOfWeights(network);
        var data = DataOf(network.Info, ZooNetworks.Subject("FlattenAndDense").Images);
        Assert.Throws<NotSupportedException>(() => network.TrainBatch(data.Floats, data.Targets, new Broken(), new Sgd()));
        Assert.Throws<NotSupportedException>(() => network.Evaluate(data, loss: new Broken()));
        Assert.Equal(before, Bits.HashOfWeights(network));
        Assert.Throws<InvalidOperationException>(() => network.Step(new Sgd()));
        network.TrainBatch(data.Floats, data.Targets, new MeanSquaredError(), new Sgd());
    }

    /// <summary>Pointers to targets follow from what came, not from what a user's class says while it is asked by many threads.</summary>
    [Theory]
    [InlineData(TargetKind.Classes)]
    [InlineData(TargetKind.Values)]
    public void ALossGetsTheTargetsThatCameWhateverItSaysLater(TargetKind kind)
    {
        using var network = ZooNetworks.Subject("FlattenAndDense").Create(InstructionSets.Best, threads: 3);
        float[] images = ZooNetworks.Subject("FlattenAndDense").Images;
        int count = images.Length / network.Info.InputSize;
        Targets targets = kind == TargetKind.Classes ? new int[count] : new float[count * network.Info.OutputSize];
        var loss = new Fickle(kind);
        network.TrainBatch(images, targets, loss, new Sgd(0), [new Fickle(kind)]);
        Assert.Equal(count, loss.Kinds.Count);
        Assert.All(loss.Kinds, got => Assert.Equal(kind, got));
    }

    [Fact]
    public void WithoutADefaultALossMustBeChosen()
    {
        using var network = new OneNumber();
        var data = new ImageDataset(new float[3], new float[3], 1, 1, 1);
        foreach (var call in (Action[])[() => network.Fit(data), () => network.Evaluate(data), () => Loss.For(network)])
        {
            Assert.Contains(
                "none follows from the end of OneNumber, Dense 'dense': a softmax has sparse categorical cross-entropy, a"
                + " sigmoid binary cross-entropy. Choose one, such as FitOptions.Loss = new MeanSquaredError(), or the argument loss of"
                + " Evaluate and TrainBatch. For two classes give the last layer Activation.Sigmoid, and 0 or 1 as floats for targets.",
                Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
        }

        var classes = new ImageDataset(new float[3], new int[3], 1, 1, 1);
        Assert.Contains(
            "or give the targets as floats, such as 0 and 1 by Array.ConvertAll(labels, label => (float)label); to keep labels of two"
            + " classes, end it with [Dense(2, Activation.Softmax)].",
            Assert.Throws<ArgumentException>(
                "train", () => network.Fit(classes, new FitOptions { Loss = new MeanSquaredError() })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "needs a softmax at the end, but OneNumber ends in Dense 'dense': end it with [Dense(2, Activation.Softmax)]",
            Assert.Throws<InvalidOperationException>(
                () => network.Fit(classes, new FitOptions { Loss = new SparseCategoricalCrossentropy() })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "CategoricalCrossentropy compares classes that exclude each other, but OneNumber ends in Dense 'dense' with one, of which the"
            + " loss is always 0: take BinaryCrossentropy for a yes or no, or end it with [Dense(2, Activation.Softmax)].",
            Assert.Throws<InvalidOperationException>(
                () => network.Fit(data, new FitOptions { Loss = new CategoricalCrossentropy() })).Message,
            StringComparison.Ordinal);
        using var softmax = new TwoClasses();
        Assert.IsType<SparseCategoricalCrossentropy>(Loss.For(softmax));
    }

    [Fact]
    public void ASequenceIsToldAsOneBesideTheMapThatItIsGivenAs()
    {
        using var network = ZooNetworks.Subject("Signal").Create(InstructionSets.Best);
        var error = Assert.Throws<ArgumentException>("train", () => network.Fit(new ImageDataset(new float[66], new int[1], 22, 1, 3)));
        Assert.Contains(
            "Signal takes sequences of 23 x 3 (length x channels), as images of 1 x 23 x 3 (height x width x channels), but the training"
            + " set has 22 x 1 x 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetsThatDoNotFitAreRefusedBeforeAWeightMoves()
    {
        using var network = ZooNetworks.Subject("FlattenAndDense").Create(InstructionSets.Best);
        string before = Bits.HashOfWeights(network);
        int size = network.Info.InputSize;
        Refuses("takes floats for targets, but the training set has classes: choose another loss, or take its ToOneHot.",
            images => new ImageDataset(images, new int[2], 4, 5, 3));
        Refuses("gives 10 values for an image, and the target of each image needs as many, but those of the training set have 3",
            images => new ImageDataset(images, new float[6], 4, 5, 3));
        Refuses("Value 9 of the target of image 1 of the training set is NaN",
            images => new ImageDataset(images, (float[])[.. new float[19], float.NaN], 4, 5, 3));

        var loss = new MeanSquaredError();
        Assert.Contains("takes floats for targets, but classes came", Assert.Throws<ArgumentException>(
            "targets", () => network.TrainBatch(new float[size], new[] { 1 }, loss, new Sgd())).Message, StringComparison.Ordinal);
        Assert.Contains("Targets of 2 images are 20 values, 10 each, but 10 came", Assert.Throws<ArgumentException>(
            "targets", () => network.TrainBatch(new float[2 * size], new float[10], loss, new Sgd())).Message, StringComparison.Ordinal);
        float[] infinite = [0, 0, 0, float.PositiveInfinity, .. new float[6]];
        Assert.Contains("Value 3 of the target of image 0 is Infinity", Assert.Throws<ArgumentException>(
            "targets", () => network.TrainBatch(new float[size], infinite, loss, new Sgd())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("loss", () => network.TrainBatch(new float[size], new float[10], null!, new Sgd()));
        Assert.Equal(before, Bits.HashOfWeights(network));

        using var map = ZooNetworks.Subject("WinogradAlone").Create(InstructionSets.Best);
        string each = $"{string.Join(" x ", map.Info.OutputShape)} = {map.Info.OutputSize} each, but 1 came";
        float[] image = new float[map.Info.InputSize];
        Assert.Contains(each, Assert.Throws<ArgumentException>(
            "targets", () => map.TrainBatch(image, new float[1], loss, new Sgd())).Message, StringComparison.Ordinal);

        var targets = new ImageDataset(new float[2 * size], new float[2 * network.Info.OutputSize], 4, 5, 3);
        Assert.Contains(
            "but the training set has floats: choose a loss of floats, such as CategoricalCrossentropy, or give classes.",
            Assert.Throws<ArgumentException>("train", () => network.Fit(
                targets, new FitOptions { Loss = new SparseCategoricalCrossentropy { FromLogits = true } })).Message,
            StringComparison.Ordinal);
        // Targets are maps, which would stay where they are.
        var shape = map.Info.InputShape;
        var maps = new ImageDataset(image, new float[map.Info.OutputSize], shape[0], shape[1], shape[2]);
        foreach (var moving in (IAugmentation[])[new RandomFlip(), new RandomCrop(1), new RandomRotation(0.1)])
        {
            Assert.Contains(
                $"{moving.GetType().Name} moves the pixels of images, but not their targets, of which WinogradAlone has one for each of",
                Assert.Throws<ArgumentException>("options", () => map.Fit(
                    maps, new FitOptions { Loss = loss, Augmentation = [moving] })).Message, StringComparison.Ordinal);
        }

        void Refuses(string words, Func<float[], ImageDataset> data) => Assert.Contains(words, Assert.Throws<ArgumentException>(
            "train", () => network.Fit(data(new float[2 * size]), new FitOptions { Loss = new MeanSquaredError() })).Message,
            StringComparison.Ordinal);
    }

    private static ImageDataset DataOf(NetworkInfo network, float[] images) => new(
        images, Targets(network, images.Length / network.InputSize), network.InputShape[0], network.InputShape[1], network.InputShape[2]);

    private static float[] Targets(NetworkInfo network, int images)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, images * network.OutputSize).Select(_ => random.NextSingle() * 2 - 1)];
    }

    /// <summary>The loss in double, and gradients of the batch in float as the formula is written down.</summary>
    private static double LossByHand(float[] outputs, float[] targets, int size, float[] gradients)
    {
        var factor = (float)(2.0 * (1f / (outputs.Length / size)) / size);
        double loss = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            gradients[i] = (outputs[i] - targets[i]) * factor;
            loss += ((double)outputs[i] - targets[i]) * ((double)outputs[i] - targets[i]);
        }

        return loss / outputs.Length;
    }

    private sealed class PlainCrossentropy : Loss
    {
        public override TargetKind TargetKind => TargetKind.Classes;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            gradients.Clear();
            int label = targets.Classes[0];
            gradients[label] = -1 / outputs[label];
            return -Math.Log(outputs[label]);
        }
    }

    /// <summary>Says another kind of targets whenever it is asked again.</summary>
    private sealed class Fickle(TargetKind first) : Loss
    {
        private int _asked;

        public ConcurrentBag<TargetKind> Kinds { get; } = [];

        public override TargetKind TargetKind =>
            Interlocked.Increment(ref _asked) == 1 ? first : first == TargetKind.Classes ? TargetKind.Values : TargetKind.Classes;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            Kinds.Add(targets.Kind);
            gradients.Clear();
            return 0;
        }
    }

    private sealed class Broken : Loss
    {
        public override TargetKind TargetKind => TargetKind.Values;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
            throw new NotSupportedException();
    }
}

/// <summary>One number in, a multiple of it out.</summary>
[Input(1, 1, 1)]
[Flatten]
[Dense(1, UseBias = false)]
internal sealed partial class OneNumber;
