using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Trainings whose images and targets are mixed: what is trained on, told and refused.</summary>
public sealed class MixedTargetTests : IDisposable
{
    private const int Images = 37;
    private const int BatchSize = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static IAugmentation[] Augmentations => [new RandomFlip(), new MixUp(), new RandomHue(0.1), new CutMix()];

    private static FitOptions Options => new()
    {
        Epochs = 3,
        BatchSize = BatchSize,
        Optimizer = new Adam(0.01),
        Seed = 4,
        Augmentation = Augmentations,
        Validation = Data().Slice(0, 11),
    };

    [Fact]
    public void FitIsTheLoopWrittenByHandWithAnyThreads()
    {
        var data = Data();
        using var byHand = new MixedClasses(seed: 1);
        var (losses, accuracies) = TrainByHand(byHand, data);
        foreach (var threads in ThreadCounts.All)
        {
            using var network = new MixedClasses(seed: 1) { Threads = threads };
            var history = network.Fit(data, Options with { Validation = null });
            Assert.Equal(losses, history.Epochs.Select(epoch => epoch.Loss));
            Assert.Equal(accuracies, history.Epochs.Select(epoch => epoch.Accuracy));
            Assert.Equal(Bits.HashOfWeights(byHand), Bits.HashOfWeights(network));
        }
    }

    [Fact]
    public void ClassesAndTheirFloatsAreTrainedOnAlike()
    {
        // Without and with a loss: classes as one-hot floats, in the validation set, too.
        var (data, floats) = (Data(), OneHot(Data()));
        using MixedClasses first = new(seed: 1), second = new(seed: 1);
        var ofClasses = first.Fit(data, Options);
        var ofFloats = second.Fit(floats, Options with
        {
            Loss = new CategoricalCrossentropy(),
            Metrics = [new Accuracy()],
            Validation = floats.Slice(0, 11),
        });
        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], ofClasses.Names);
        Assert.All(ofClasses.Names, name => Assert.Equal(ofFloats[name], ofClasses[name]));
        Assert.Equal(Bits.HashOfWeights(second), Bits.HashOfWeights(first));

        // Validation images are those of the data set, and what is told of them is what Evaluate tells.
        var valid = first.Evaluate(floats.Slice(0, 11), loss: new CategoricalCrossentropy(), metrics: [new Accuracy()]);
        Assert.Equal(valid.Loss, ofClasses.Epochs[^1].ValidationLoss);
        var sparse = first.Evaluate(data.Slice(0, 11));
        Assert.Equal(sparse.Loss, valid.Loss, 1e-5);
        Assert.Equal(sparse.Accuracy, ofClasses.Epochs[^1].ValidationAccuracy);
    }

    [Fact]
    public void ATrainingGoesOnWithinAnEpochWithTheSameBits()
    {
        using var whole = new MixedClasses(seed: 1);
        var expected = whole.Fit(Data(), Options);
        foreach (var steps in new[] { 2, 7 })
        {
            var options = Options with { Checkpoint = new CheckpointOptions(_folder[$"{steps}"]) { Resume = true } };
            using var cancellation = new CancellationTokenSource();
            using (var interrupted = new MixedClasses(seed: 1))
            {
                var counter = new Counter(steps, cancellation.Cancel);
                var first = options with { CancellationToken = cancellation.Token, Callbacks = [counter] };
                Assert.True(interrupted.Fit(Data(), first).Cancelled);
            }

            using var resumed = new MixedClasses(seed: 1) { Threads = 3 };
            var history = resumed.Fit(Data(), options);
            Assert.All(expected.Names, name => Assert.Equal(expected[name], history[name]));
            Assert.Equal(Bits.HashOfWeights(whole), Bits.HashOfWeights(resumed));
        }
    }

    [Fact]
    public void MapsOfClassesAreMixed()
    {
        using var network = new MixedMaps(seed: 1);
        var data = Data();
        int[] labels = [.. Enumerable.Range(0, Images * 36).Select(i => data.Bytes[i * 3] / 86)];
        var maps = new ImageDataset(data.Bytes.ToArray(), labels, 6, 6, 3);
        // Those that move no pixels.
        var options = Options with { Epochs = 20, Validation = maps, Augmentation = [.. Augmentations.Where(each => !each.MovesPixels)] };
        var history = network.Fit(maps, options);
        Assert.Null(history.FirstNonFiniteStep);
        Assert.True(history.Epochs[^1].ValidationLoss < history.Epochs[0].ValidationLoss);
    }

    [Fact]
    public void WhatCannotBeMixedIsRefusedBeforeItBegins()
    {
        using var network = new MixedClasses(seed: 1);
        var before = Bits.HashOfWeights(network);
        Refuses("MixUp mixes targets, which makes floats of them, but SparseCategoricalCrossentropy takes classes: choose"
            + " CategoricalCrossentropy", Options with { Loss = new SparseCategoricalCrossentropy() });
        Refuses("MixUp mixes targets, which makes floats of them, but SparseCategoricalAccuracy takes classes: choose one that takes"
            + " floats, such as Accuracy",
            Options with { Metrics = [new SparseCategoricalAccuracy()] });
        var data = Data();
        int[] labels = data.Labels.ToArray();
        labels[5] = 3;
        var wrong = new ImageDataset(data.Bytes.ToArray(), labels, 6, 6, 3);
        Assert.Contains("The label of image 5 of the training set is 3",
            Assert.Throws<ArgumentException>("train", () => network.Fit(wrong, Options)).Message);
        Assert.Equal(before, Bits.HashOfWeights(network));

        using var half = new MixedHalfMaps(seed: 1);
        var maps = new ImageDataset(data.Bytes.ToArray(), new int[Images * 9], 6, 6, 3);
        var error = Assert.Throws<ArgumentException>("options", () => half.Fit(maps, new FitOptions { Augmentation = [new CutMix()] }));
        Assert.Contains("but MixedHalfMaps makes maps of 3 x 3 of images of 6 x 6: take MixUp", error.Message);
        half.Fit(maps, new FitOptions { Augmentation = [new MixUp()] });

        void Refuses(string words, FitOptions options) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>("options", () => network.Fit(Data(), options)).Message);
    }

    [Fact]
    public void ClassesOfASigmoidBecomeFloatsOnlyWhereThereAreTwo()
    {
        using var network = new MixedLabels(seed: 1);
        var history = network.Fit(Data(), new FitOptions { Augmentation = [new MixUp()] });
        Assert.Null(history.FirstNonFiniteStep);
        using var one = new OneMixedLabel(seed: 1);
        var single = new ImageDataset(new byte[108], new int[1], 6, 6, 3);
        var error = Assert.Throws<ArgumentException>("train", () => one.Fit(single, new FitOptions { Augmentation = [new MixUp()] }));
        Assert.Contains("BinaryCrossentropy takes floats for targets, but the training set has classes", error.Message);
    }

    private static (double[] Losses, double[] Accuracies) TrainByHand(MixedClasses network, ImageDataset data)
    {
        var options = Options;
        var plan = new BatchPlan(data, BatchSize)
        {
            Seed = options.Seed,
            Shuffles = options.Shuffle,
            Mixing = new MixingChain(options, data.Shape, network.Info, BatchSize),
        };
        using var feeder = new BatchFeeder(plan);
        feeder.Begin(options.Epochs);
        List<double> losses = [];
        List<double> accuracies = [];
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var (loss, correct) = (0.0, 0);
            var outputs = new float[BatchSize * 3];
            for (var number = 0; number < plan.Batches; number++)
            {
                var batch = feeder.Next();
                // The class with the most of a mixture counts, as in Keras.
                network.Predict(batch.Bytes, outputs.AsSpan(0, batch.Count * 3));
                for (var i = 0; i < batch.Count; i++)
                {
                    var target = NetworkTraining.MostProbable(batch.Targets.Values.Slice(i * 3, 3));
                    correct += target == NetworkTraining.MostProbable(outputs.AsSpan(i * 3, 3)) ? 1 : 0;
                }

                var result = network.TrainBatch(
                    batch.Bytes, batch.Targets.Values.ToArray(), new CategoricalCrossentropy(), options.Optimizer);
                loss += result.Loss * result.Count;
            }

            losses.Add(loss / data.Count);
            accuracies.Add((double)correct / data.Count);
        }

        return ([.. losses], [.. accuracies]);
    }

    private static ImageDataset Data()
    {
        var bytes = new byte[Images * 108];
        new Random(7).NextBytes(bytes);
        return new ImageDataset(bytes, Enumerable.Range(0, Images).Select(image => bytes[image * 108] / 86).ToArray(), 6, 6, 3);
    }

    private static ImageDataset OneHot(ImageDataset data)
    {
        float[] values = [.. data.Labels.ToArray().SelectMany(label => Enumerable.Range(0, 3).Select(each => each == label ? 1f : 0))];
        return new ImageDataset(data.Bytes.ToArray(), values, 6, 6, 3);
    }

    private sealed class Counter(int batches, Action then) : ITrainingCallback
    {
        private int _seen;

        public void OnBatchEnd(in BatchProgress progress)
        {
            if (++_seen == batches)
                then();
        }
    }
}

/// <summary>Classes.</summary>
[Input(6, 6, 3)]
[Rescaling(1 / 255.0)]
[Conv2D(4, 3, Activation = Activation.Relu)]
[Flatten]
[Dense(3, Activation.Softmax)]
public sealed partial class MixedClasses;

/// <summary>A class for each pixel.</summary>
[Input(6, 6, 3)]
[Rescaling(1 / 255.0)]
[Conv2D(3, 1, Activation = Activation.Softmax)]
public sealed partial class MixedMaps;

/// <summary>A class for every four pixels.</summary>
[Input(6, 6, 3)]
[Rescaling(1 / 255.0)]
[Conv2D(3, 2, Strides = 2, Activation = Activation.Softmax)]
public sealed partial class MixedHalfMaps;

/// <summary>Several labels.</summary>
[Input(6, 6, 3)]
[Rescaling(1 / 255.0)]
[Flatten]
[Dense(3, Activation.Sigmoid)]
public sealed partial class MixedLabels;

/// <summary>One label.</summary>
[Input(6, 6, 3)]
[Rescaling(1 / 255.0)]
[Flatten]
[Dense(1, Activation.Sigmoid)]
public sealed partial class OneMixedLabel;
