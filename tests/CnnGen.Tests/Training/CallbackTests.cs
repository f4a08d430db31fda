using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The callbacks that are there, on a network whose validation losses a script makes.</summary>
public sealed class CallbackTests
{
    private static readonly ImageDataset Data = new(new float[] { 1 }, new[] { 1 }, 1, 1, 1);

    [Theory]
    [InlineData(3, 4, 4, false)]
    [InlineData(2, 10, 4, true)]
    [InlineData(1, 10, 3, true)]
    [InlineData(0, 10, 3, true)]
    public void StoppingEarlyRestoresTheBestWeights(int patience, int epochs, int done, bool stops)
    {
        // Validation losses of about 5, 3, 4, 4: the second epoch is the best, whether or not the stop fires.
        using var network = new TwoClasses();
        var stopping = new EarlyStopping { Patience = patience };
        var history = Fit(network, epochs, [5, 3, 4, 4], stopping);

        Assert.Equal((done, false), (history.Epochs.Count, history.Cancelled));
        Assert.Equal(stops, history.StopReason is not null);
        if (stops)
        {
            Assert.Contains(
                $"val_loss has not got better than 3.04859, that of epoch 2, for {Math.Max(1, patience)} epochs", history.StopReason,
                StringComparison.Ordinal);
        }

        Assert.Equal(2, stopping.BestEpoch);
        Assert.Equal([3, 0], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void StoppingEarlyHasDirectionsChangesAndABeginning()
    {
        using var network = new TwoClasses();
        // Accuracy is 0 in all epochs but the third, where the logit of the other class is the larger one.
        var byAccuracy = new EarlyStopping("val_accuracy") { Patience = 2 };
        Assert.Equal(5, Fit(network, 10, [1, 1, -1, 1, 1], byAccuracy).Epochs.Count);
        Assert.Equal(3, byAccuracy.BestEpoch);
        var upwards = new EarlyStopping { Direction = Direction.Max, Patience = 1 };
        Fit(network, 10, [1, 2, 3, 2], upwards);
        Assert.Equal(3, upwards.BestEpoch);
        var coarse = new EarlyStopping { MinDelta = 0.5, Patience = 3 };
        Fit(network, 10, [5, 4.8f, 4.6f, 4.4f, 4.3f, 4.2f, 4.1f], coarse);
        Assert.Equal(4, coarse.BestEpoch);
        var later = new EarlyStopping { StartFromEpoch = 2, Patience = 1, RestoreBestWeights = false };
        Assert.Equal(5, Fit(network, 10, [1, 2, 5, 4, 6], later).Epochs.Count);
        Assert.Equal(4, later.BestEpoch);
        Assert.Equal([6, 0], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void WhatIsNoResultIsNamedBeforeTraining()
    {
        using var network = new TwoClasses();
        string before = Bits.HashOfWeights(network);
        Refuses(
            "There is no result 'val_f1' to watch; there are loss, accuracy, val_loss, val_accuracy. Choose one",
            new EarlyStopping("val_f1"));
        Refuses("no result 'auc'", new ModelCheckpoint("{auc:F2}.safetensors"));
        Assert.Contains("{epoch:02d} has a format of Python: write {epoch:D2}.", Assert.Throws<ArgumentException>(
            "path", () => new ModelCheckpoint("{epoch:02d}-{loss:.2f}.safetensors")).Message, StringComparison.Ordinal);
        Assert.Contains("{loss:.2f} has a format of Python: write {loss:F2}.", Assert.Throws<ArgumentException>(
            "path", () => new ModelCheckpoint("{epoch:D2}-{loss:.2f}.safetensors")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Results of validation images need FitOptions.Validation",
            Assert.Throws<ArgumentException>(
                () => network.Fit(Data, new FitOptions { Callbacks = [new ReduceLROnPlateau()] })).Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.HashOfWeights(network));

        void Refuses(string message, ITrainingCallback callback) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => Fit(network, 2, [1, 2], callback)).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Keras' rule: a fall after as many epochs without an improvement, none while it cools down, and never below the least.
    /// </summary>
    [Fact]
    public void TheRateFallsOnAPlateau()
    {
        using var network = new TwoClasses();
        var optimizer = new Sgd(1);
        var rates = new List<double>();
        var plateau = new ReduceLROnPlateau { Factor = 0.5, Patience = 2, Cooldown = 1, MinLearningRate = 0.2 };
        Fit(network, 9, [5, 5, 5, 5, 5, 5, 4, 4, 4], optimizer, plateau, new AtEpochEnd(_ => rates.Add(optimizer.LearningRate)));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2], rates);

        var scheduled = new Sgd(new ExponentialDecay(0, 1, 1));
        Assert.Contains(
            "ReduceLROnPlateau sets the learning rate, but that of the Sgd is a ExponentialDecay",
            Assert.Throws<InvalidOperationException>(() => Fit(network, 1, [1], scheduled, new ReduceLROnPlateau())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ARateIsSetBeforeEachEpoch()
    {
        using var network = new TwoClasses();
        var optimizer = new Sgd(1);
        var rates = new List<double>();
        var scheduler = new LearningRateScheduler((epoch, rate) => epoch < 3 ? rate : rate / 2);
        Fit(network, 5, [1], optimizer, scheduler, new AtEpochEnd(_ => rates.Add(optimizer.LearningRate)));
        Assert.Equal([1, 1, 0.5, 0.25, 0.125], rates);
        Assert.Throws<ArgumentNullException>(() => new LearningRateScheduler(null!));
    }

    [Fact]
    public void EpochsAreSavedByName()
    {
        using var folder = new TemporaryFolder();
        using var network = new TwoClasses();
        var every = new ModelCheckpoint(folder["e{epoch:D2}-{val_loss:F2}.safetensors"]) { Keep = 2 };
        Fit(network, 4, [5, 3, 4, 2], every);
        Assert.Equal(["e03-4.02.safetensors", "e04-2.13.safetensors"], Names(folder));
        Assert.Equal(folder["e04-2.13.safetensors"], every.LastPath);

        var best = new ModelCheckpoint(folder["best.safetensors"]) { SaveBestOnly = true };
        Fit(network, 4, [5, 3, 4, 6], best);
        using var loaded = new TwoClasses();
        loaded.Load(folder["best.safetensors"]);
        Assert.Equal([3, 0], Bits.Values(loaded.Parameters[0]));
        Assert.Throws<ArgumentOutOfRangeException>("Keep", () => new ModelCheckpoint("x") { Keep = 0 });
        // A disk that cannot be written to ends training, with all epochs so far.
        var error = Assert.ThrowsAny<IOException>(() => Fit(network, 2, [1], new ModelCheckpoint(folder["none/x.safetensors"])));
        Assert.Single(History.Of(error)!.Epochs);
    }

    [Fact]
    public void EpochsAreLinesOfAFile()
    {
        using var folder = new TemporaryFolder();
        using var network = new TwoClasses();
        Fit(network, 2, [5, 3], new CsvLogger(folder["log.csv"]));
        Fit(network, 1, [4], new CsvLogger(folder["log.csv"]) { Append = true });
        string[] lines = File.ReadAllLines(folder["log.csv"]);
        Assert.Equal(4, lines.Length);
        Assert.Equal("epoch,loss,accuracy,val_loss,val_accuracy", lines[0]);
        Assert.StartsWith("1,", lines[1], StringComparison.Ordinal);
        Assert.Equal(5, lines[3].Split(',').Length);
        Assert.Contains(
            "has the columns epoch,loss,accuracy,val_loss,val_accuracy, but this training would append epoch,loss,accuracy:",
            Assert.Throws<InvalidOperationException>(() => network.Fit(
                Data, new FitOptions { Callbacks = [new CsvLogger(folder["log.csv"]) { Append = true }] })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A rate of 1e30 makes weights that are no numbers; the step and the layer are named.</summary>
    [Fact]
    public void TrainingEndsWhereNumbersEnd()
    {
        using var network = new TwoClasses();
        var data = new ImageDataset(new float[] { 1, 2, 3, 4, 5, 6 }, new[] { 1, 0, 1, 0, 1, 0 }, 1, 1, 1);
        var history = network.Fit(
            data, new FitOptions { Epochs = 3, BatchSize = 1, Optimizer = new Sgd(1e38), Callbacks = [new TerminateOnNaN()] });
        Assert.Single(history.Epochs);
        Assert.True(history.Epochs[0].Images < 6);
        Assert.Equal((1, history.Epochs[0].Images), (history.FirstNonFiniteStep!.Value.Epoch, history.FirstNonFiniteStep.Value.Batch));
        Assert.Contains($"were not finite in batch {history.Epochs[0].Images} of epoch 1; ", history.StopReason, StringComparison.Ordinal);
        Assert.False(history.Cancelled);
    }

    /// <summary>A loss that is no number of outputs that are some is the loss' own doing.</summary>
    [Fact]
    public void ALossThatIsNoNumberByItselfIsTold()
    {
        var data = new ImageDataset(new float[] { 1, 2 }, new[] { 1, 0 }, 1, 1, 1);
        var options = new FitOptions { Epochs = 3, Loss = new NoNumber(), Optimizer = new Sgd { LearningRate = 0 } };
        using (var net = new TwoDense())
        {
            Assert.EndsWith(
                "in batch 1 of epoch 1; images, weights and outputs were finite, but the loss was not: look at the loss, its targets and"
                    + " their weights.",
                net.Fit(data, options with { Callbacks = [new TerminateOnNaN()] }).StopReason, StringComparison.Ordinal);
        }

        using var another = new TwoDense();
        Assert.Equal(
            "loss was not a finite number in any of 2 epochs, so that none of them is the best.",
            another.Fit(data, options with { Callbacks = [new EarlyStopping("loss") { Patience = 2 }] }).StopReason);
    }

    /// <summary>What the last layer's step broke is named, though gradients that go backward break all before it, too.</summary>
    [Fact]
    public void TheLayerThatEndedNumbersIsNamed()
    {
        var data = new ImageDataset(new float[] { 1, 2, 3, 4 }, new[] { 1, 0, 1, 0 }, 1, 1, 1);
        Assert.EndsWith(
            "in batch 1 of epoch 1; its images and the weights that are trained were finite, so values grew beyond single precision on"
                + " their way through the layers: look at the scale of the images, the loss, and layers that divide or take logarithms.",
            Reason(data, float.MaxValue, float.MaxValue), StringComparison.Ordinal);
        Assert.EndsWith(
            "in batch 1 of epoch 1; second/kernel, of layer 'second', was not finite before that step already: take a smaller learning"
                + " rate, or clip gradients.",
            Reason(data, 1, float.PositiveInfinity), StringComparison.Ordinal);
        Assert.EndsWith(
            "in batch 1 of epoch 1; 2 weights, from first/kernel to second/kernel, were not finite before that step already, and since"
                + " gradients go backward it began in layer 'second': take a smaller learning rate, or clip gradients.",
            Reason(data, float.NaN, float.NaN), StringComparison.Ordinal);

        using var network = new TwoDense(seed: 1);
        Assert.Equal(1, network.TrainBatch(new[] { float.NaN, 1 }, new[] { 0, 1 }, new Sgd()).NonFinite);
        Assert.Equal(
            "the images of that batch hold values that are not finite", ((INonFiniteCause)network).NonFiniteCause);
        // The cause is that of the first such step, until a step is of numbers.
        network.TrainBatch(new float[] { 1 }, new[] { 0 }, new Sgd());
        Assert.StartsWith("the images", ((INonFiniteCause)network).NonFiniteCause, StringComparison.Ordinal);
        SetWeights(network, 1, 1);
        network.TrainBatch(new float[] { 1 }, new[] { 0 }, new Sgd());
        Assert.Null(((INonFiniteCause)network).NonFiniteCause);
    }

    private static string? Reason(ImageDataset data, float first, float second)
    {
        using var network = new TwoDense(seed: 1);
        SetWeights(network, first, second);
        return network.Fit(
            data, new FitOptions { BatchSize = 2, Shuffle = false, Callbacks = [new TerminateOnNaN()] }).StopReason;
    }

    private static void SetWeights(TwoDense network, float first, float second)
    {
        network.Parameters[0].CopyFrom([first]);
        network.Parameters[1].CopyFrom([second, -second]);
    }

    private static string[] Names(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static History Fit(INetwork network, int epochs, float[] losses, params ITrainingCallback[] callbacks) =>
        Fit(network, epochs, losses, new Sgd(0), callbacks);

    private static History Fit(INetwork network, int epochs, float[] losses, Optimizer optimizer, params ITrainingCallback[] callbacks) =>
        network.Fit(new ImageDataset(new float[] { 0 }, new[] { 1 }, 1, 1, 1), new FitOptions
        {
            Epochs = epochs,
            Optimizer = optimizer,
            Validation = Data,
            Callbacks = [new Scripted(network, losses), .. callbacks],
        });

    /// <summary>Makes the validation losses of the epochs: about the logit of the class that the image is not of.</summary>
    private sealed class Scripted(INetwork network, float[] losses) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) =>
            network.Parameters[0].CopyFrom([losses[Math.Min(progress.Epoch, losses.Length) - 1], 0]);
    }

    private sealed class NoNumber : Loss
    {
        public override TargetKind TargetKind => TargetKind.Classes;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            gradients.Clear();
            return double.NaN;
        }
    }

    private sealed class AtEpochEnd(Action<EpochResult> action) : ITrainingCallback
    {
        public void OnEpochEnd(in EpochResult result) => action(result);
    }
}

/// <summary>Two layers, so that one of them is first.</summary>
[Input(1, 1, 1)]
[Flatten]
[Dense(1, UseBias = false, Name = "first")]
[Dense(2, Activation.Softmax, UseBias = false, Name = "second")]
internal sealed partial class TwoDense;
