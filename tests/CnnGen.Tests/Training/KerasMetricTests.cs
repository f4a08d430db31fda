using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Metrics against the examples in Keras' documentation, and against plain counts.</summary>
public sealed class KerasMetricTests
{
    [Fact]
    public void AccuraciesAreKeras()
    {
        Assert.Equal(0.75, Of(new BinaryAccuracy(), 1, [0.98f, 1, 0, 0.6f], new float[] { 1, 1, 0, 0 }));
        Assert.Equal(0.5, Of(new CategoricalAccuracy(), 3, [0.1f, 0.9f, 0.8f, 0.05f, 0.95f, 0], new float[] { 0, 0, 1, 0, 1, 0 }));
        Assert.Equal(0.5, Of(new SparseCategoricalAccuracy(), 3, [0.1f, 0.6f, 0.3f, 0.05f, 0.95f, 0], new[] { 2, 1 }));
        Assert.Equal(0.5, Of(new TopKAccuracy { K = 1 }, 3, [0.1f, 0.9f, 0.8f, 0.05f, 0.95f, 0], new[] { 2, 1 }));
        Assert.Equal(0.5, Of(new TopKAccuracy { K = 1 }, 3, [0.1f, 0.9f, 0.8f, 0.05f, 0.95f, 0], new float[] { 0, 0, 1, 0, 1, 0 }));
        Assert.Equal(1, Of(new TopKAccuracy { K = 2 }, 3, [0.1f, 0.9f, 0.8f, 0.05f, 0.95f, 0], new[] { 2, 1 }));
        Assert.Equal(0, Of(new TopKAccuracy(), 2, [float.NaN, 1], new[] { 1 }));
        Assert.Equal(("top_3_accuracy", "top_5_accuracy"), (new TopKAccuracy { K = 3 }.Name, new TopKAccuracy().Name));
        Assert.Throws<ArgumentOutOfRangeException>("K", () => new TopKAccuracy { K = 0 });
    }

    [Fact]
    public void AccuracyIsChosenAsByKeras()
    {
        Assert.Equal(0.75, Of(new Accuracy(), 1, [0.98f, 1, 0, 0.6f], new float[] { 1, 1, 0, 0 }));
        Assert.Equal(0.5, Of(new Accuracy(), 3, [0.1f, 0.9f, 0.8f, 0.05f, 0.95f, 0], new float[] { 0, 0, 1, 0, 1, 0 }));
        Assert.Equal(0.5, Of(new Accuracy(), 3, [0.1f, 0.6f, 0.3f, 0.05f, 0.95f, 0], new[] { 2, 1 }));
    }

    [Fact]
    public void PrecisionAndRecallAreKeras()
    {
        float[] outputs = [1, 0, 1, 1], targets = [0, 1, 1, 1];
        Assert.Equal(2 / 3.0, Of(new Precision(), 1, outputs, targets), 1e-12);
        Assert.Equal(2 / 3.0, Of(new Recall(), 1, outputs, targets), 1e-12);
        Assert.Equal(0, Of(new Precision(), 1, [0, 0], new float[] { 1, 1 }));
        Assert.Equal(0.5, Of(new Precision { Threshold = 0.7 }, 1, [0.8f, 0.6f, 0.9f], new float[] { 1, 1, 0 }));
        // The second of two labels alone.
        Assert.Equal(1, Of(new Recall { ClassId = 1 }, 2, [0, 1, 0, 1], new float[] { 1, 1, 1, 1 }));
    }

    /// <summary>Keras' example: 0.5, 0.8 and 2/3 for its three classes.</summary>
    [Fact]
    public void F1ScoreIsKeras()
    {
        float[] targets = [1, 1, 1, 1, 0, 0, 1, 1, 0], outputs = [0.2f, 0.6f, 0.7f, 0.2f, 0.6f, 0.6f, 0.6f, 0.8f, 0];
        double[] classes = [.. Enumerable.Range(0, 3).Select(k => Of(new F1Score { ClassId = k }, 3, outputs, targets))];
        Assert.Equal([0.5, 0.8, Math.Round(2 / 3.0, 9)], classes.Select(value => Math.Round(value, 9)));
        Assert.Equal(classes.Average(), Of(new F1Score(), 3, outputs, targets), 1e-12);
        Assert.Equal(
            ((3 * 0.5) + (2 * 0.8) + (2 / 3.0)) / 6, Of(new F1Score { Average = Averaging.Weighted }, 3, outputs, targets), 1e-12);
        // 4 found, 2 missed, 2 wrong.
        Assert.Equal(8 / 12.0, Of(new F1Score { Average = Averaging.Micro }, 3, outputs, targets), 1e-12);
    }

    [Fact]
    public void ClassesAreCountedByTheirMostProbable()
    {
        // Taken for: 0, 1, 1, 2, 0; labels 0, 1, 2, 2, 1.
        float[] outputs = [9, 1, 1, 1, 9, 1, 1, 9, 1, 1, 1, 9, 9, 1, 1];
        int[] labels = [0, 1, 2, 2, 1];
        Assert.Equal(0.6, Of(new Precision(), 3, outputs, labels), 1e-12);
        Assert.Equal(0.5, Of(new Precision { ClassId = 1 }, 3, outputs, labels));
        Assert.Equal((1 + 0.5 + 0.5) / 3, Of(new Recall { Average = Averaging.Macro }, 3, outputs, labels), 1e-12);
        var matrix = new ConfusionMatrix();
        Assert.Equal(0.6, Of(matrix, 3, outputs, labels), 1e-12);
        Assert.Equal(3, matrix.Classes);
        Assert.Equal((1, 1, 1, 1, 1), (matrix[0, 0], matrix[1, 1], matrix[2, 1], matrix[2, 2], matrix[1, 0]));
        Assert.Equal((0, 0), (matrix[0, 2], matrix.NonFinite(2)));
        matrix.Update([0, float.NaN, 0], new[] { 2 }, 1);
        Assert.Equal((1, 0.5), (matrix.NonFinite(2), matrix.Result));
        matrix.Reset();
        Assert.Throws<ArgumentOutOfRangeException>("label", () => matrix[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("predicted", () => matrix[0, -1]);
        // Classes 0, 1 and 2: one of two, one of three, one of two.
        Assert.Equal((0.5 + (1 / 3.0) + 0.5) / 3, Of(new MeanIoU(), 3, outputs, labels), 1e-12);
    }

    [Fact]
    public void MeanIoUIsKeras()
    {
        // Keras' example: predictions 0, 1, 0, 1, labels 0, 0, 1, 1.
        Assert.Equal(1 / 3.0, Of(new MeanIoU(), 2, [1, 0, 0, 1, 1, 0, 0, 1], new[] { 0, 0, 1, 1 }), 1e-12);
        // A class that does not occur does not count.
        Assert.Equal(1, Of(new MeanIoU(), 3, [1, 0, 0, 0, 1, 0], new[] { 0, 1 }));
    }

    /// <summary>
    /// Keras' example of four outputs and three thresholds, whose area under the ROC is 0.75. Under precision and recall it is what the
    /// counts at the thresholds give: one of one found at 0.5, and two of three at 0.
    /// </summary>
    [Fact]
    public void AucIsKeras()
    {
        float[] outputs = [0, 0.5f, 0.3f, 0.9f], targets = [0, 0, 1, 1];
        Assert.Equal(0.75, Of(new Auc { Thresholds = 3 }, 1, outputs, targets));
        // The rest is one of three: 1/3 (1 + (1 - 1/3) log 4).
        double rest = (1 + (2 / 3.0 * Math.Log(4))) / 3;
        Assert.Equal((1 + rest) / 2, Of(new Auc { Thresholds = 3, Curve = AucCurve.PrecisionRecall }, 1, outputs, targets), 1e-12);
    }

    [Fact]
    public void MasksOfOneChannelHaveTwoClasses()
    {
        float[] outputs = [0.9f, 0.2f, 0.6f, 0.4f], targets = [1, 0, 0, 1];
        Assert.Equal(0.5, Of(new CategoricalAccuracy(), 1, outputs, targets));
        Assert.Equal((0.5, 1), (Of(new TopKAccuracy { K = 1 }, 1, outputs, targets), Of(new BinaryAccuracy(), 1, [1], new float[] { 1 })));
        Assert.Equal(1 / 3.0, Of(new MeanIoU(), 1, outputs, targets), 1e-12);
        var matrix = new ConfusionMatrix();
        Of(matrix, 1, outputs, targets);
        Assert.Equal((2, 1, 1, 1, 1), (matrix.Classes, matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
    }

    [Fact]
    public void WhatIsToldTwiceHasTwoNames()
    {
        Assert.Equal(
            ["precision", "precision_2", "recall_0", "f1_score_1", "auc", "auc_pr"],
            new Metric[]
            {
                new Precision(), new Precision { ClassId = 2 }, new Recall { ClassId = 0 }, new F1Score { ClassId = 1 }, new Auc(),
                new Auc { Curve = AucCurve.PrecisionRecall },
            }.Select(metric => metric.Name));
        Assert.Equal("kl_divergence", new KLDivergence().Name);
        Assert.Throws<ArgumentOutOfRangeException>("ClassId", () => new Recall { ClassId = -1 });
        Assert.Contains(
            "counts class 7 alone, but the outputs have the classes 0 to 1",
            Assert.Throws<InvalidOperationException>(() => Of(new Recall { ClassId = 7 }, 2, [1, 0], new[] { 0 })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>With many thresholds the area is the share of pairs of a one and a zero that are in the right order.</summary>
    [Fact]
    public void AucIsTheShareOfPairsInOrder()
    {
        var random = new Random(5);
        float[] targets = [.. Enumerable.Range(0, 300).Select(_ => random.Next(2))];
        float[] outputs = [.. targets.Select(target => Math.Clamp((0.3f * target) + (0.7f * random.NextSingle()), 0, 1))];
        double ordered = 0, pairs = 0;
        foreach (var (one, i) in targets.Select((target, i) => (target, i)).Where(pair => pair.target == 1))
        {
            foreach (var (zero, j) in targets.Select((target, j) => (target, j)).Where(pair => pair.target == 0))
            {
                pairs++;
                ordered += outputs[i] > outputs[j] ? 1 : outputs[i] == outputs[j] ? 0.5 : 0;
            }
        }

        Assert.Equal(ordered / pairs, Of(new Auc { Thresholds = 100_001 }, 1, outputs, targets), 1e-4);
        Assert.Equal(0, Of(new Auc(), 1, [0.5f], new float[] { 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Thresholds", () => new Auc { Thresholds = 1 });
    }

    [Fact]
    public void ErrorsOfNumbersAreKeras()
    {
        Assert.Equal(0.5, Of(new RootMeanSquaredError(), 2, [1, 1, 0, 0], new float[] { 0, 1, 0, 0 }));
        Assert.Equal(1, Of(new R2Score(), 2, [1, 2, 3, 5], new float[] { 1, 2, 3, 5 }));
        // Errors 1, 0 and 3 of targets 1, 4 and 3, whose distances from their mean add up to 42 / 9.
        Assert.Equal(1 - (10 / (42 / 9.0)), Of(new R2Score(), 1, [2, 4, 6], new float[] { 1, 4, 3 }), 1e-12);
        Assert.Equal(0, Of(new R2Score(), 1, [1, 2], new float[] { 3, 3 }));
        Assert.Equal(0, Of(new R2Score(), 1, new float[3000], Enumerable.Repeat(1234.567f, 3000).ToArray()));
    }

    [Fact]
    public void EveryMetricBeginsAnewAndAllocatesNothingPerBatch()
    {
        var types = typeof(Metric).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract);
        foreach (var type in types)
        {
            var metric = (Metric)Activator.CreateInstance(type)!;
            metric.OutputShape = [2, 1, 3];
            float[] outputs = [.. Enumerable.Range(0, 12).Select(i => i * 7 % 12 / 12f)];
            int[] classes = [0, 2, 1, 1];
            float[] values = [.. Enumerable.Range(0, 12).Select(i => i % 3 == 1 ? 1f : 0)];
            Assert.Equal((type.Name, double.NaN), (type.Name, metric.Result));
            Update();
            double first = metric.Result;
            Assert.True(double.IsFinite(first), $"{type.Name}: {first}");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Update();
            Assert.Equal((type.Name, 0L), (type.Name, GC.GetAllocatedBytesForCurrentThread() - before));
            metric.Reset();
            Assert.Equal((type.Name, double.NaN), (type.Name, metric.Result));
            Update();
            Assert.Equal((type.Name, first), (type.Name, metric.Result));

            void Update()
            {
                if (metric.Takes(TargetKind.Classes))
                    metric.Update(outputs, classes, 2);
                else
                    metric.Update(outputs, values, 2);
            }
        }
    }

    private static double Of(Metric metric, int channels, float[] outputs, Targets targets)
    {
        // In two batches, of one image and of the others.
        var one = targets.Kind == TargetKind.Classes ? 1 : channels;
        metric.Update(outputs.AsSpan(0, channels), targets.Slice(0, one), 1);
        if (outputs.Length > channels)
            metric.Update(outputs.AsSpan(channels), targets.Slice(one, targets.Length - one), (outputs.Length / channels) - 1);
        return metric.Result;
    }
}
