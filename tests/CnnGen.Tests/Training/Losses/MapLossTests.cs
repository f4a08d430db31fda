using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training.Losses;

/// <summary>Losses of classes on maps, and what follows from a sigmoid at the end.</summary>
public sealed class MapLossTests
{
    private const int Pixels = 5 * 6;

    /// <summary>The same network with its softmax in the loss gives the same gradients but for rounding, and the same results.</summary>
    [Fact]
    public void ClassesOfPixelsAreLearnedFromProbabilitiesAndFromLogits()
    {
        using var probabilities = new PixelClasses(seed: 3);
        using var logits = new PixelLogits(seed: 3);
        var data = Data(12);
        var first = probabilities.Fit(data, Options(new SparseCategoricalCrossentropy()));
        var second = logits.Fit(data, Options(new SparseCategoricalCrossentropy { FromLogits = true }));

        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], first.Names);
        Assert.True(first["loss"][^1] < 0.5 * first["loss"][0], $"{first["loss"][0]} to {first["loss"][^1]}");
        Assert.True(first["accuracy"][^1] > 0.8, $"accuracy {first["accuracy"][^1]}");
        foreach (var (a, b) in first["loss"].Zip(second["loss"]))
            Assert.Equal(a!.Value, b!.Value, 1e-3);
        var score = probabilities.Evaluate(data);
        Assert.Equal(score.Accuracy, (double)Correct(probabilities, data) / (12 * Pixels), 1e-12);

        static FitOptions Options(Loss loss) =>
            new() { Epochs = 30, BatchSize = 5, Loss = loss, Optimizer = new Adam(0.02), Validation = Data(3) };
    }

    [Fact]
    public void TrainedWeightsAreTheSameEverywhere()
    {
        var data = Data(8);
        (string, double, int)? expected = null;
        foreach (var instructionSet in ZooNetworks.SupportedInstructionSets)
        {
            foreach (int threads in ThreadCounts.All)
            {
                using var network = new PixelClasses(seed: 1, instructionSet: instructionSet) { Threads = threads };
                var (optimizer, loss) = (new Nadam(0.01), new SparseCategoricalCrossentropy { IgnoreClass = 255 });
                int[] labels = [.. data.Labels];
                labels[7] = labels[^1] = 255;
                BatchResult result = default;
                for (int step = 0; step < 3; step++)
                    result = network.TrainBatch(data.Floats, labels, loss, optimizer);
                var got = (Bits.HashOfWeights(network), result.Loss, result.Correct);
                expected ??= got;
                Assert.True(expected == got, $"{instructionSet.ToName()}, {threads} threads: {got} rather than {expected}");
                Assert.Equal(Pixels, result.Positions);
                Assert.Equal(result.Correct / (8.0 * Pixels), result["accuracy"]);
            }
        }
    }

    /// <summary>Positions that are left out have no loss and no gradient, and do not count in the mean.</summary>
    [Fact]
    public void AClassMayBeLeftOut()
    {
        var loss = new SparseCategoricalCrossentropy { FromLogits = true, IgnoreClass = -1 };
        var gradients = new float[6];
        double value = loss.ComputeScaled(
            new LossCall(InstructionSet.Scalar, [0, 0, 5, 1, 0, 0], new[] { 0, -1, 1 }, gradients) { Scale = 3, Channels = 2 });
        Assert.Equal(Math.Log(2), value, 1e-6);
        Assert.Equal([-0.75f, 0.75f, 0, 0, 0.75f, -0.75f], gradients);
        Assert.Equal(
            0, loss.ComputeScaled(new LossCall(InstructionSet.Scalar, [5, 1], new[] { -1 }, gradients.AsSpan(0, 2)) { Scale = 3 }));
        Assert.Equal([0, 0], gradients[..2]);
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => loss.Compute([5, 1], new[] { 2 }, new float[2]));

        using var network = new PixelClasses(seed: 2);
        var data = Data(3);
        int[] labels = [.. data.Labels.ToArray().Select((label, i) => i % 3 == 0 ? 255 : label)];
        var score = network.Evaluate(
            new ImageDataset(data.Floats.ToArray(), labels, 5, 6, 1), loss: new SparseCategoricalCrossentropy { IgnoreClass = 255 },
            metrics: [new Accuracy(), new MeanIoU(), new TopKAccuracy { K = 3 }, new ConfusionMatrix()]);
        Assert.Equal((1, score.Accuracy), (score["top_3_accuracy"], score["confusion_matrix"]));
    }

    /// <summary>The gradient of the logits is right where probabilities are nearly 0, and where they are 0.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    [InlineData(110)]
    [InlineData(200)]
    public void SureAndWrongPixelsLearn(float gap)
    {
        using var network = new SurePixel();
        network.Parameters[0].CopyFrom([gap, 0]);
        var result = network.TrainBatch(
            new float[] { 1 }, new[] { 1 }, new SparseCategoricalCrossentropy { IgnoreClass = 255 }, new Sgd(0.125));
        Assert.Equal(Math.Min(gap, 87.336544), result.Loss, 1e-3);
        Assert.Equal([gap - 0.125f, 0.125f], Bits.Values(network.Parameters[0]));
        network.Parameters[0].CopyFrom([gap, 0]);
        network.TrainBatch(new float[] { 1 }, new float[] { 0, 1 }, new CategoricalCrossentropy(), new Sgd(0.125));
        Assert.Equal([gap - 0.125f, 0.125f], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void ASureAndWrongSigmoidLearns()
    {
        using var network = new SureLabel();
        network.Parameters[0].CopyFrom([-40]);
        network.TrainBatch(new float[] { 1 }, new float[] { 1 }, new BinaryCrossentropy(), new Sgd(0.5));
        Assert.Equal([-39.5f], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void LabelsThatDoNotFitAreRefusedBeforeAWeightMoves()
    {
        using var network = new PixelClasses();
        string before = Bits.HashOfWeights(network);
        var data = Data(2);
        Refuses("needs as many labels, but those of the training set have 1",
            () => network.Fit(new ImageDataset(new float[2 * Pixels], new int[2], 5, 6, 1)));
        Refuses("2 images need 60 labels, 30 each, but 2 came",
            () => network.TrainBatch(data.Floats, new int[2], new SparseCategoricalCrossentropy(), new Sgd()));
        int[] labels = [.. data.Labels];
        labels[^1] = 255;
        Refuses("Label 255 of image 1 is no class: PixelClasses has classes 0 to 2",
            () => network.TrainBatch(data.Floats, labels, new SparseCategoricalCrossentropy(), new Sgd()));
        Refuses("The label of image 1 of the training set is 255, but PixelClasses knows the classes 0 to 2",
            () => network.Fit(new ImageDataset(data.Floats.ToArray(), labels, 5, 6, 1)));
        Refuses("7 labels need", () => new ImageDataset(new float[2 * Pixels], new int[7], 5, 6, 1));
        Assert.Equal(before, Bits.HashOfWeights(network));

        static void Refuses(string message, Action call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASigmoidHasBinaryCrossentropy()
    {
        using var network = new TwoLabels(seed: 1);
        Assert.IsType<BinaryCrossentropy>(Loss.For(network));
        var random = new Random(1);
        float[] images = [.. Enumerable.Range(0, 40 * 4).Select(_ => random.NextSingle() - 0.5f)];
        float[] labels = [.. images.Chunk(4).SelectMany(image => new[] { image[0] > 0 ? 1f : 0, image[1] + image[2] > 0 ? 1f : 0 })];
        var data = new ImageDataset(images, labels, 2, 2, 1);
        var history = network.Fit(data, new FitOptions { Epochs = 60, BatchSize = 8, Optimizer = new Adam(0.1) });
        Assert.True(history["loss"][^1] < 0.2 * history["loss"][0], $"{history["loss"][0]} to {history["loss"][^1]}");
        Assert.Equal(history["loss"][^1]!.Value, network.Evaluate(data).Loss, 0.05);
    }

    [Fact]
    public void LossesAndEndsThatDisagreeAreNamed()
    {
        using var linear = new PixelLogits();
        using var softmax = new PixelClasses();
        using var sigmoid = new TwoLabels();
        Refuses(
            linear, new BinaryCrossentropy(),
            "takes probabilities, but PixelLogits ends in Conv2D 'classes', whose outputs have no bounds");
        Refuses(linear, new CategoricalCrossentropy(), "set FromLogits = true");
        Refuses(
            softmax, new SparseCategoricalCrossentropy { FromLogits = true }, "whose Softmax makes probabilities: leave FromLogits out");
        Refuses(sigmoid, new BinaryFocalCrossentropy { FromLogits = true }, "takes logits, but TwoLabels ends in Dense 'dense'");
        Refuses(sigmoid, new SparseCategoricalCrossentropy(), "needs a softmax at the end");

        static void Refuses(INetwork network, Loss loss, string message) => Assert.Contains(
            message, Assert.Throws<InvalidOperationException>(() => loss.CheckNetwork(network)).Message, StringComparison.Ordinal);
    }

    /// <summary>Images whose pixels are of three classes by their brightness.</summary>
    private static ImageDataset Data(int count)
    {
        var random = new Random(count);
        float[] images = [.. Enumerable.Range(0, count * Pixels).Select(_ => random.NextSingle())];
        return new(images, images.Select(value => value < 0.3f ? 0 : value < 0.7f ? 1 : 2).ToArray(), 5, 6, 1);
    }

    private static int Correct(INetwork network, ImageDataset data)
    {
        var outputs = new float[data.Count * network.Info.OutputSize];
        network.Predict(data.Floats, outputs);
        int[] labels = [.. data.Labels];
        return outputs.Chunk(3).Zip(labels).Count(pair => NetworkTraining.MostProbable(pair.First) == pair.Second);
    }
}

[Input(5, 6, 1)]
[Conv2D(8, 1, Activation = Activation.Tanh)]
[Conv2D(3, 1, Activation = Activation.Softmax, Name = "classes")]
internal sealed partial class PixelClasses;

[Input(5, 6, 1)]
[Conv2D(8, 1, Activation = Activation.Tanh)]
[Conv2D(3, 1, Name = "classes")]
internal sealed partial class PixelLogits;

[Input(1, 1, 1)]
[Conv2D(2, 1, Activation = Activation.Softmax, UseBias = false)]
internal sealed partial class SurePixel;

[Input(1, 1, 1)]
[Flatten]
[Dense(1, Activation.Sigmoid, UseBias = false)]
internal sealed partial class SureLabel;

[Input(2, 2, 1)]
[Flatten]
[Dense(2, Activation.Sigmoid)]
internal sealed partial class TwoLabels;
