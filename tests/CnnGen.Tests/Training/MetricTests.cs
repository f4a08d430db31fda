using System.Globalization;
using CnnGen.Data;
using CnnGen.Tests.Networks;
using CnnGen.Tests.Support;
using CnnGen.Tests.Training.Losses;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Metrics as values: by name in every result, in files and displays.</summary>
public sealed class MetricTests
{
    [Fact]
    public void AccuracyIsOfAllImagesSinceItsReset()
    {
        var accuracy = new SparseCategoricalAccuracy();
        Assert.Equal(double.NaN, accuracy.Result);
        accuracy.Update([0.2f, 0.8f, 0.5f, 0.5f], new[] { 1, 1 }, count: 2);
        Assert.Equal(0.5, accuracy.Result);
        accuracy.Update([float.NaN, 1, float.PositiveInfinity, 0], new[] { 1, 0 }, count: 2);
        Assert.Equal(0.25, accuracy.Result);
        accuracy.Reset();
        accuracy.Update([1, 0], new[] { 0 }, count: 1);
        Assert.Equal(1, accuracy.Result);
    }

    [Fact]
    public void ALossIsAMetricUnderItsName()
    {
        Metric error = new AbsoluteError();
        Assert.Equal(("absolute_error", TargetKind.Values, double.NaN), (error.Name, error.TargetKind, error.Result));
        error.Update([1, 2, 0, 0], new float[] { 0, 4, 0, 1 }, count: 2);
        error.Update([5, 5], new float[] { 5, 5 }, count: 1);
        // Images 1.5, 0.5 and 0.
        Assert.Equal(2 / 3.0, error.Result);
        error.Reset();
        Assert.Equal(double.NaN, error.Result);
        error.Update([float.NaN], new float[] { 5 }, count: 1);
        Assert.Equal(double.NaN, error.Result);

        Metric crossentropy = new SparseCategoricalCrossentropy();
        crossentropy.Update([0.25f, 0.75f, 0.5f, 0.5f], new[] { 0, 1 }, count: 2);
        Assert.Equal("sparse_categorical_crossentropy", crossentropy.Name);
        Assert.Equal(-Math.Log(0.125) / 2, crossentropy.Result, 1e-7);
        Assert.Equal("mean_squared_error", ((Metric)new MeanSquaredError()).Name);
        Assert.Throws<ArgumentNullException>("loss", () => (Metric)(Loss)null!);
    }

    [Fact]
    public void ResultsAreFoundByTheirNames()
    {
        using var folder = new TemporaryFolder();
        using var network = Network();
        var data = Data([1, 2, 3], [0, 0, 0]);
        var lines = new StringWriter();
        var log = new Log();
        var history = network.Fit(data, new FitOptions
        {
            BatchSize = 2,
            Shuffle = false,
            Optimizer = new Sgd(0),
            Loss = new MeanSquaredError(),
            Metrics = [new AbsoluteError(), new Largest()],
            Validation = Data([4], [1]),
            Callbacks = [log],
            Progress = Progress.Lines(lines),
        });

        Assert.Equal(
            ["loss", "absolute_error", "largest", "val_loss", "val_absolute_error", "val_largest"], history.Names);
        Assert.Equal([14 / 3.0, 2, 3, 9, 3, 4], history.Names.Select(name => history[name][0]!.Value));
        var epoch = history.Epochs[0];
        Assert.Equal(history.Names, epoch.Names);
        Assert.Equal((2.0, 4.0, 9.0), (epoch["absolute_error"], epoch["val_largest"], epoch["val_loss"]));
        Assert.Equal((double.NaN, null), (epoch.Accuracy, epoch.ValidationAccuracy));
        Assert.Equal("absolute_error 2, largest 3", epoch.Metrics.ToString());
        Assert.Equal(
            "There is no result 'accuracy'; there are loss, absolute_error, largest, val_loss, val_absolute_error, val_largest.",
            Assert.Throws<KeyNotFoundException>(() => epoch["accuracy"]).Message);
        Assert.Throws<KeyNotFoundException>(() => history["val_accuracy"]);
        Assert.Equal([(1.5, 2.0, 2.5, double.NaN), (2.0, 3.0, 14 / 3.0, double.NaN)], log.Progress);

        history.WriteCsv(folder["history.csv"]);
        string[] csv = File.ReadAllLines(folder["history.csv"]);
        Assert.Equal(
            "epoch,loss,absolute_error,largest,val_loss,val_absolute_error,val_largest,seconds,images_per_second,non_finite,"
            + "val_non_finite", csv[0]);
        Assert.StartsWith($"1,{FormattableString.Invariant($"{14 / 3.0}")},2,3,9,3,4,", csv[1], StringComparison.Ordinal);
        Assert.StartsWith(
            "epoch 1/1: loss 4.6667, absolute_error 2.0000, largest 3.0000, val_loss 9.0000, val_absolute_error 3.0000,"
            + " val_largest 4.0000, ", lines.ToString(), StringComparison.Ordinal);

        var score = network.Evaluate(data, loss: new MeanSquaredError(), metrics: [new Largest()]);
        Assert.Equal((14 / 3.0, 3.0), (score["loss"], score["largest"]));
        Assert.Equal(
            "There is no result 'other'; there are loss, largest.", Assert.Throws<KeyNotFoundException>(() => score["other"]).Message);
    }

    [Fact]
    public void DefaultsFollowTheLoss()
    {
        using var classes = new TwoClasses();
        var data = new ImageDataset(new float[] { 1, 2 }, new[] { 0, 1 }, 1, 1, 1);
        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], classes.Fit(data).Names);
        Assert.Equal(["loss", "val_loss"], classes.Fit(data, new FitOptions { Metrics = [] }).Names);
        Assert.Equal(double.NaN, classes.Evaluate(data, metrics: []).Accuracy);
        using var number = Network();
        Assert.Equal(["loss", "val_loss"], number.Fit(Data([1], [1]), new FitOptions { Loss = new MeanSquaredError() }).Names);
    }

    /// <summary>A step tells metrics of the outputs before it, and does not reset them.</summary>
    [Fact]
    public void AStepTellsMetricsOfItsOutputs()
    {
        using var network = Network();
        Metric error = new AbsoluteError();
        var optimizer = new Sgd(0.5);
        var result = network.TrainBatch([1f], new float[] { 0 }, new MeanSquaredError(), optimizer, [error]);
        Assert.Equal((1.0, 1.0, 1.0), (result.Loss, result["loss"], error.Result));
        // The output is 0 now: w = 1 - 0.5 x 2.
        network.TrainBatch([1f], new float[] { 0 }, new MeanSquaredError(), optimizer, [error]);
        Assert.Equal(0.5, error.Result);
        foreach (string name in (string[])["absolute_error", "accuracy"])
        {
            Assert.Equal(
                $"There is no result '{name}'; there are loss.", Assert.Throws<KeyNotFoundException>(() => result[name]).Message);
        }
    }

    [Fact]
    public void AMetricThatThrowsMovesNothing()
    {
        using var network = Network();
        Assert.Throws<NotSupportedException>(() => network.TrainBatch(
            [1f], new float[] { 0 }, new MeanSquaredError(), new Sgd(0.5), [new Largest { Throws = true }]));
        Assert.Equal([1], Bits.Values(network.Parameters[0]));
    }

    [Fact]
    public void MetricsThatDoNotFitAreRefused()
    {
        using var network = Network();
        Refuses("SparseCategoricalAccuracy takes classes for targets, but MeanSquaredError takes floats", new SparseCategoricalAccuracy());
        Refuses("Two results would be called 'largest'", new Largest(), new Largest());
        Refuses("Two results would be called 'loss'", new Largest { Called = "loss" });
        Refuses("Two results would be called 'val_loss'", new Largest { Called = "val_loss" });
        Refuses("Two results would be called 'seconds'", new Largest { Called = "seconds" });
        Refuses("Two results would be called 'val_seconds'", new Largest { Called = "val_seconds" });
        Refuses("The name of Largest is 'a,b'", new Largest { Called = "a,b" });
        Refuses("The name of Largest is ''", new Largest { Called = "" });
        Refuses("Metrics must not hold null", [null!]);
        Assert.Throws<ArgumentException>("metrics", () => network.Evaluate(
            Data([1], [1]), loss: new MeanSquaredError(), metrics: [new SparseCategoricalAccuracy()]));
        Assert.Throws<ArgumentException>("metrics", () => network.TrainBatch(
            [1f], new float[] { 0 }, new MeanSquaredError(), new Sgd(), [new SparseCategoricalAccuracy()]));
        Assert.StartsWith("Metrics must not hold null.", Assert.Throws<ArgumentException>("metrics", () => network.TrainBatch(
            [1f], new float[] { 0 }, new MeanSquaredError(), new Sgd(), [new Largest(), null!])).Message, StringComparison.Ordinal);

        void Refuses(string words, params Metric[] metrics) => Assert.Contains(words, Assert.Throws<ArgumentException>(
            "options", () => network.Fit(Data([1], [1]), new FitOptions { Loss = new MeanSquaredError(), Metrics = metrics })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Columns of files are found by their names.</summary>
    [Fact]
    public void NoMetricIsCalledAsAColumnOfTheFile()
    {
        using var network = Network();
        using var folder = new TemporaryFolder();
        network.Fit(Data([1], [1]), new FitOptions { Loss = new MeanSquaredError() }).WriteCsv(folder["history.csv"]);
        var columns = File.ReadLines(folder["history.csv"]).First().Split(',');
        Assert.Contains("images_per_second", columns);
        Assert.All(columns, column => Assert.Throws<ArgumentException>("metrics", () => network.Evaluate(
            Data([1], [1]), loss: new MeanSquaredError(), metrics: [new Largest { Called = column }])));
    }

    /// <summary>What a callback prints that prints a result is readable, and the same everywhere.</summary>
    [Fact]
    public void ResultsAreTextInEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(
                "epoch 2, images 60000, loss 0.5, accuracy 0.75, val_loss 0.25, val_accuracy 0.875, seconds 1.5, images_per_second 40000,"
                + " non_finite 1, val_non_finite 0",
                $"{new EpochResult(2, 60_000, 0.5, 0.75, 0.25, 0.875, 1.5, 40_000, 1, 0)}");
            Assert.Equal(
                "epoch 1, images 4, loss 0.5, accuracy 0.75, seconds 1.5, images_per_second 2.5, non_finite 0",
                $"{new EpochResult(1, 4, 0.5, 0.75, null, null, 1.5, 2.5)}");
            Assert.Equal("loss 0.5, accuracy 0.75, count 10000, non_finite 0", $"{new EvaluationResult(0.5, 0.75, 10_000)}");
            Assert.Equal("loss 0.5, count 4, non_finite 1", $"{new EvaluationResult(0.5, default(MetricValues), 4, 1)}");
            Assert.Equal("loss 0.5, correct 28, count 32, non_finite 0", $"{new BatchResult(0.5, 28, 32)}");
            Assert.Equal("loss 0.5, count 32, non_finite 0", $"{new BatchResult(0.5, 0, 32) { TargetKind = TargetKind.Values }}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>What training had when a validation throws is its own, though both use the same metrics.</summary>
    [Fact]
    public void AValidationThatThrowsLeavesTheMetricsOfTraining()
    {
        using var network = Network();
        var metric = new Largest();
        var error = Assert.Throws<NotSupportedException>(() => network.Fit(Data([1, 3], [1, 1]), new FitOptions
        {
            Optimizer = new Sgd(0),
            Loss = new MeanSquaredError(),
            Metrics = [metric],
            Validation = Data([7, 9], [0, 0]),
            Callbacks = [new ThrowAfterTheLastBatch(metric)],
        }));
        Assert.Equal(3, History.Of(error)!.Epochs[0]["largest"]);
        Assert.Null(History.Of(error)!.Epochs[0]["val_largest"]);
    }

    private static OneNumber Network()
    {
        var network = new OneNumber();
        network.Parameters[0].CopyFrom([1]);
        return network;
    }

    private static ImageDataset Data(float[] images, float[] targets) => new(images, targets, 1, 1, 1);

    /// <summary>A metric of a user's own: the largest output so far.</summary>
    private sealed class Largest : Metric
    {
        private double _largest = double.NaN;

        public string Called { get; init; } = "largest";

        public bool Throws { get; set; }

        public override string Name => Called;

        public override TargetKind TargetKind => TargetKind.Values;

        public override double Result => _largest;

        public override void Reset() => _largest = double.NaN;

        public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
        {
            if (Throws)
                throw new NotSupportedException();
            foreach (float output in outputs)
                _largest = output > _largest || double.IsNaN(_largest) ? output : _largest;
        }
    }

    /// <summary>A loss of a user's own.</summary>
    private sealed class AbsoluteError : Loss
    {
        public override TargetKind TargetKind => TargetKind.Values;

        public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients)
        {
            double sum = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                double error = (double)outputs[i] - targets.Values[i];
                sum += Math.Abs(error);
                gradients[i] = (error < 0 ? -1f : 1f) / outputs.Length;
            }

            return sum / outputs.Length;
        }
    }

    private sealed class Log : ITrainingCallback
    {
        public List<(double Error, double Largest, double Loss, double Accuracy)> Progress { get; } = [];

        public void OnBatchEnd(in BatchProgress progress) =>
            Progress.Add((progress["absolute_error"], progress.Metrics["largest"], progress["loss"], progress.Accuracy));
    }

    private sealed class ThrowAfterTheLastBatch(Largest metric) : ITrainingCallback
    {
        public void OnBatchEnd(in BatchProgress progress) => metric.Throws = true;
    }
}
