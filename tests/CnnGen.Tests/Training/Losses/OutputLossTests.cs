using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Data.Sources;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Training.Checkpoints;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

[Input(6, 5, 2)]
[Conv2D(5, 3, Padding = Padding.Same, Activation = Activation.Tanh, Name = "body")]
[Conv2D(2, 1, Activation = Activation.Sigmoid, From = "body", Name = "mask")]
[Output("mask")]
[GlobalAveragePool2D(From = "body", Name = "pooled")]
[Output("pooled")]
[Dense(3, Activation.Softmax, Name = "kind")]
internal sealed partial class MaskAndKind;

[Input(6, 5, 2)]
[Conv2D(5, 3, Activation = Activation.Tanh, Name = "body")]
[Output("body")]
[BatchNormalization]
[Flatten]
[Dropout(0.25)]
[Dense(4, Name = "numbers")]
internal sealed partial class NumbersOfABody;

/// <summary>A loss for each of several outputs, each with a weight.</summary>
public sealed class OutputLossTests
{
    private const int Images = 7;

    private static readonly float[] Pixels = [.. Enumerable.Range(0, Images * MaskAndKind.InputSize).Select(i => MathF.Sin(i * 0.7f))];

    private static ImageDataset Data => new ImageDataset(Pixels, Labels(Images, 3), 6, 5, 2)
        .WithTargets("mask", Values(Images * 60))
        .WithTargets("pooled", Values(Images * 5));

    private static OutputLosses Several => new OutputLosses(new SparseCategoricalCrossentropy(), 0.5)
        .With("mask", new BinaryCrossentropy(), 2)
        .With("pooled", new MeanSquaredError(), 0.25);

    /// <summary>Gradients are those of the sum, by differences of what evaluation tells.</summary>
    [Fact]
    public void GradientsAreThoseOfTheSum()
    {
        using var network = new MaskAndKind(seed: 2);
        network.TrainBatch(Data.Floats, Data.Targets, Several, new Sgd(0));
        foreach (var (parameter, gradient) in network.Parameters.Zip([.. network.Parameters.Select(Bits.Gradient)]))
        {
            float[] values = Bits.Values(parameter);
            for (int i = 0; i < values.Length; i += 3)
            {
                const float step = 1 / 64f;
                double Loss(float change)
                {
                    float[] changed = [.. values];
                    changed[i] += change;
                    parameter.CopyFrom(changed);
                    return network.Evaluate(Data, loss: Several).Loss;
                }

                double expected = (Loss(step) - Loss(-step)) / (2 * step);
                Assert.True(Math.Abs(expected - gradient[i]) < 2e-3, $"{parameter.Name}[{i}]: {gradient[i]} rather than {expected}");
            }

            parameter.CopyFrom(values);
        }
    }

    [Fact]
    public void WeightsAndLossesAreTheSameEverywhere()
    {
        (string, string, double)? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using INetwork one = new MaskAndKind(2, instructionSet) { Threads = threads };
                using INetwork other = new NumbersOfABody(2, instructionSet) { Threads = threads };
                var numbers = new ImageDataset(Pixels, Values(Images * 4), 6, 5, 2).WithTargets("body", Values(Images * 60));
                var loss = new OutputLosses(new MeanSquaredError()).With("body", new Huber(), 3);
                double sum = 0;
                for (int step = 0; step < 3; step++)
                {
                    sum += one.TrainBatch(Data.Floats, Data.Targets, Several, new Adam(0.01)).Loss;
                    sum += other.TrainBatch(numbers.Floats, numbers.Targets, loss, new Sgd(0.01)).Loss;
                }

                var got = (Bits.HashOfWeights(one), Bits.HashOfWeights(other), sum);
                expected ??= got;
                Assert.Equal(expected, got);
            }
        }
    }

    /// <summary>The sum of the losses, each by its own formula; and each by its name.</summary>
    [Fact]
    public void TheLossIsTheSum()
    {
        using var network = new MaskAndKind(seed: 2);
        float[] kinds = new float[Images * 3], masks = new float[Images * 60], pooled = new float[Images * 5];
        network.Predict(Pixels, kinds, masks, pooled);
        var score = network.Evaluate(Data, batchSize: 3, loss: Several);
        double mask = Mean(new BinaryCrossentropy(), masks, 60, Values(Images * 60)),
            number = Mean(new MeanSquaredError(), pooled, 5, Values(Images * 5));
        Assert.Equal(mask, score["mask_loss"], 1e-6);
        Assert.Equal(number, score["pooled_loss"], 1e-6);
        Assert.Equal(network.Evaluate(new ImageDataset(Pixels, Labels(Images, 3), 6, 5, 2)).Loss, score["kind_loss"], 1e-9);
        Assert.Equal(0.5 * score["kind_loss"] + 2 * mask + 0.25 * number, score.Loss, 1e-5);
        Assert.Equal(score.Loss, network.TrainBatch(Data.Floats, Data.Targets, Several, new Sgd(0)).Loss, 1e-12);

        // A weight of an image is one of all of its losses.
        float[] weights = [2, 0, 0, 0, 0, 0, 0];
        var first = network.Evaluate(Data.Slice(0, 1), loss: Several);
        Assert.Equal(2 * first.Loss / Images, network.Evaluate(Data.WithWeights(weights), loss: Several).Loss, 1e-9);

        static double Mean(Loss loss, float[] outputs, int size, float[] targets) => Enumerable.Range(0, Images).Average(image =>
            loss.Compute(outputs.AsSpan(image * size, size), new Targets(targets).Slice(image * size, size), new float[size]));
    }

    /// <summary>An output without a loss, or with one of weight 0, is not trained; with its loss alone it is.</summary>
    [Fact]
    public void OutputsWithoutALossAreNotTrained()
    {
        var one = Trained(new OutputLosses(new SparseCategoricalCrossentropy()));
        using var plain = new MaskAndKind(seed: 2);
        plain.TrainBatch(Data.Floats, Labels(Images, 3), new Sgd(0.1));
        Assert.Equal(Bits.HashOfWeights(plain), one);
        Assert.Equal(one, Trained(new OutputLosses(new SparseCategoricalCrossentropy()).With("mask", new BinaryCrossentropy(), 0)));

        using var network = new MaskAndKind(seed: 2);
        float[] mask = Bits.Values(network.Parameters[2]), kind = Bits.Values(network.Parameters[4]);
        network.TrainBatch(
            Data.Floats, Data.Targets, new OutputLosses(new SparseCategoricalCrossentropy(), 0).With("mask", new BinaryCrossentropy()),
            new Sgd(0.1));
        Assert.NotEqual(mask, Bits.Values(network.Parameters[2]));
        Assert.Equal(kind, Bits.Values(network.Parameters[4]));
        // The losses before leave no gradient behind.
        Assert.Equal(
            Trained(Several, new OutputLosses(new SparseCategoricalCrossentropy())),
            Trained(Several, new OutputLosses(new SparseCategoricalCrossentropy()).With("mask", new Dice(), 0)));

        static string Trained(params Loss[] losses)
        {
            using var network = new MaskAndKind(seed: 2);
            foreach (var loss in losses)
                network.TrainBatch(Data.Floats, Data.Targets, loss, new Sgd(0.1));
            return Bits.HashOfWeights(network);
        }
    }

    /// <summary>Shuffled, read one by one and in parts, each image keeps the targets of all outputs.</summary>
    [Fact]
    public void FitShufflesTheTargetsOfAllOutputs()
    {
        FitOptions Options() => new()
        {
            Epochs = 3,
            BatchSize = 3,
            Loss = Several,
            Optimizer = new Adam(0.01),
            Validation = Data.Slice(2, 4),
            Metrics = [new Accuracy()],
        };
        using MaskAndKind inMemory = new(seed: 2), read = new(seed: 2), reordered = new(seed: 2);
        var expected = inMemory.Fit(Data, Options());
        Assert.Equal(["accuracy", "kind_loss", "mask_loss", "pooled_loss"], expected.Names.Where(name => name != "loss").Take(4));
        Assert.Equal(3, expected["val_mask_loss"].Count);
        Assert.True(expected["loss"][2] < expected["loss"][0]);
        var history = read.Fit(new ReadSource(Data, knowsTargets: true), Options() with { ReadThreads = 2 });
        Assert.Equal(ResumableTraining.Describe(inMemory, expected), ResumableTraining.Describe(read, history));

        int[] order = [3, 0, 6, 2, 5, 1, 4];
        var subset = Data.Subset(order);
        var part = new ReadSource(Data, knowsTargets: true).Subset(order);
        // A pick out of a run.
        var picked = new ReadSource(Data, knowsTargets: true).Skip(2).Subset(3, 0);
        Assert.Equal(Mask(Data.Targets, 5), Mask(picked.Targets, 0));
        Assert.Equal(Mask(Data.Targets, 2), Mask(picked.Targets, 1));
        foreach (int i in (int[])[0, 3, 6])
        {
            Assert.Equal(Data.Slice(order[i], 1).Targets.OfOutput("mask")!.All.Values.ToArray(), Mask(subset.Targets, i));
            Assert.Equal(Mask(subset.Targets, i), Mask(part.Targets, i));
            Assert.Equal(Mask(subset.Targets, i), Mask(subset.Slice(i, 1).Targets, 0));
            Assert.Equal(Mask(subset.Targets, i), Mask(subset.Targets.Slice(i, 1), 0));
        }

        static float[] Mask(Targets targets, int image) =>
            targets.OfOutput("mask")!.Of(targets.FirstImage + image).Values.ToArray();
    }

    [Fact]
    public void StepsAllocateNothing()
    {
        using var network = new MaskAndKind(seed: 2);
        var (data, loss, optimizer) = (Data, Several, new Sgd(0.01));
        long Step()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            network.TrainBatch(data.Floats, data.Targets, loss, optimizer);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Step();
        Step();
        Assert.Equal(0, Step());
    }

    [Fact]
    public void OutputsThatAreNoNumbersAreCounted()
    {
        var data = Data;
        using var network = new MaskAndKind(seed: 2);
        float[] pixels = [.. Pixels];
        pixels[MaskAndKind.InputSize] = float.NaN;
        Assert.Equal(1, network.TrainBatch(pixels, data.Targets, Several, new Sgd(0)).NonFinite);
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        using var network = new MaskAndKind(seed: 2);
        var plain = new ImageDataset(Pixels, Labels(Images, 3), 6, 5, 2);
        Says<ArgumentException>("the training set has no targets for it: add them by WithTargets of an ImageDataset", () => Fit(plain));
        Says<ArgumentException>("the training set has no targets for it, only for 'pooled', 'bask': add them by WithTargets",
            () => Fit(plain.WithTargets("pooled", Values(Images * 5)).WithTargets("bask", Values(Images * 60))));
        Says<ArgumentException>("'pooled' takes 1 class for each image, but the training set has 5 floats", () => network.Fit(
            Data,
            new FitOptions
            {
                Loss = new OutputLosses(new SparseCategoricalCrossentropy()).With("pooled", new SparseCategoricalCrossentropy()),
            }));
        Says<ArgumentException>("'mask' takes 60 floats for each image, but the training set has 30 classes",
            () => Fit(Data.WithTargets("mask", new int[Images * 30])));
        var spoilt = Values(Images * 5);
        spoilt[12] = float.NaN;
        Says<ArgumentException>("Value 2 of the target of image 2 of the training set for output 'pooled' is NaN",
            () => Fit(Data.WithTargets("pooled", spoilt)));
        const string masks = "There is a loss for output 'masks' of MaskAndKind, but it has 'mask', 'pooled': is it one of these?";
        Says<InvalidOperationException>(masks, () =>
            network.Evaluate(Data, loss: new OutputLosses(new SparseCategoricalCrossentropy()).With("masks", new Dice())));
        Says<ArgumentException>("The batch has 4 images, but the targets for output 'mask' are of 7.", () => network.TrainBatch(
            Pixels.AsSpan(0, 240), new Targets(Labels(4, 3)).WithOutput("mask", Values(Images * 60), Images), Several, new Sgd()));
        Says<ArgumentException>("Two results would be called 'mask_loss'", () => network.Evaluate(
            Data, loss: Several, metrics: [new Named("mask_loss")]));
        Says<InvalidOperationException>("'kind' is the last layer of MaskAndKind: its loss is the one that OutputLosses is made", () =>
            network.Evaluate(Data, loss: new OutputLosses(new SparseCategoricalCrossentropy()).With("kind", new Dice())));
        Says<ArgumentException>("There are targets for output 'mask', but no loss was chosen", () => network.Fit(Data));
        Says<ArgumentException>("There are targets for output 'mask', but no loss was chosen", () => network.Evaluate(Data));
        Says<ArgumentException>(
            "7 images need as many targets of one size for output 'mask'", () => Data.WithTargets("mask", new float[8]));
        Says<ArgumentException>("Output 'mask' has a loss already", () => Several.With("mask", new Dice()));
        Says<ArgumentException>("An output has one loss", () => new OutputLosses(Several));
        Says<ArgumentOutOfRangeException>("Expected a finite number", () => new OutputLosses(new Dice(), double.NaN));
        Says<ArgumentException>("MixUp mixes the targets of the last layer alone", () => network.Fit(
            Data, new FitOptions { Loss = Several, Augmentation = [new MixUp()] }));
        var classes = new OutputLosses(new SparseCategoricalCrossentropy()).With("mask", new SparseCategoricalCrossentropy());
        int[] labels = new int[Images * 30];
        labels[^1] = 2;
        Says<ArgumentException>("The label of image 6 of the batch for output 'mask' is 2, but its classes are 0 to 1", () =>
            network.TrainBatch(Pixels, Data.WithTargets("mask", labels).Targets, classes, new Sgd()));

        void Fit(ImageDataset data) => network.Fit(data, new FitOptions { Loss = Several });
    }

    /// <summary>Weights of images and outputs make no infinity of an output that is sure and wrong.</summary>
    [Fact]
    public void SureAndWrongOutputsKeepTheirWeights()
    {
        using var network = new MaskAndKind(seed: 2);
        network.Parameters[3].CopyFrom([17, -120]);
        var data = Data.WithTargets("mask", Enumerable.Range(0, Images * 60).Select(i => (float)(i % 2)).ToArray())
            .WithWeights(Enumerable.Repeat(100f, Images).ToArray());
        var loss = new OutputLosses(new SparseCategoricalCrossentropy()).With("mask", new BinaryCrossentropy(), 1000);
        network.TrainBatch(data.Floats, data.Targets, loss, new Sgd(1e-6));
        Assert.All(network.Parameters, parameter => Assert.All(Bits.Values(parameter), value => Assert.True(float.IsFinite(value))));
    }

    [Fact]
    public void TheWayIntoMemoryKeepsTheTargetsOfAllOutputs()
    {
        var read = new ReadSource(Data, knowsTargets: true).Shuffle(3).ToDataset();
        var expected = Data.Shuffle(3);
        Assert.Equal(expected.Targets.OfOutput("mask")!.All.Values.ToArray(), read.Targets.OfOutput("mask")!.All.Values.ToArray());
        Assert.Equal(0, new ReadSource(Data).Take(0).Targets.Length);
    }

    private sealed class Named(string name) : Metric
    {
        public override string Name => name;

        public override TargetKind TargetKind => TargetKind.Classes;

        public override double Result => 0;

        public override void Reset()
        {
        }

        public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
        {
        }
    }

    private static void Says<T>(string expected, Action call)
        where T : Exception => Assert.Contains(expected, Assert.Throws<T>(call).Message, StringComparison.Ordinal);

    private static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i * i % classes)];

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (MathF.Cos(i * 1.3f) + 1) / 2)];
}
