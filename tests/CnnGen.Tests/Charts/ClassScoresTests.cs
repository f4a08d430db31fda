using CnnGen.Charts;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Charts;

/// <summary>Precision, recall and F1 of classes, as numbers and as a chart.</summary>
public sealed class ClassScoresTests
{
    // By hand: class 0 is found 4 times, 3 of them rightly, and there are 5; class 1 is found 5 times, 4 rightly, of 4; class 2 is never
    // found, and there is 1; of class 3 there is nothing.
    private static readonly int[][] ByHand = [[3, 1, 0, 0, 1], [0, 4, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]];

    [Fact]
    public void AreThoseComputedByHand()
    {
        var scores = ClassScores.Of(Charted.Matrix(ByHand));
        Assert.Equal(new ClassScore(3 / 4.0, 3 / 5.0, 2 * 3 / 9.0, 5), scores.Classes[0]);
        Assert.Equal(new ClassScore(4 / 5.0, 1, 2 * 4 / 9.0, 4), scores.Classes[1]);
        Assert.Equal(new ClassScore(0, 0, 0, 1), scores.Classes[2]);
        Assert.Equal(new ClassScore(0, 0, 0, 0), scores.Classes[3]);
        Assert.Equal((10, 0.7), (scores.Support, scores.Accuracy));
        Same(new(1.55 / 4, 1.6 / 4, (14 / 9.0) / 4, 10), scores.Macro);
        Same(new(((5 * 0.75) + (4 * 0.8)) / 10, 0.7, ((5 * 6 / 9.0) + (4 * 8 / 9.0)) / 10, 10), scores.Weighted);
    }

    /// <summary>Lists of truths and predictions, counted from scratch for each class, as scikit-learn's formulas are written.</summary>
    [Fact]
    public void AreThoseOfListsOfPredictions()
    {
        var random = new Random(3);
        for (int round = 0; round < 50; round++)
        {
            int classes = random.Next(2, 8);
            int[][] counts = [.. Enumerable.Range(0, classes).Select(_ =>
                Enumerable.Range(0, classes + 1).Select(_ => random.Next(3) == 0 ? random.Next(9) : 0).ToArray())];
            counts[0][0]++;
            var pairs = counts.SelectMany((row, truth) => row.SelectMany((count, predicted) =>
                Enumerable.Repeat((Truth: truth, Predicted: predicted), count))).ToList();
            var scores = ClassScores.Of(Charted.Matrix(counts));
            List<double[]> all = [];
            for (int label = 0; label < classes; label++)
            {
                var found = pairs.Where(pair => pair.Predicted == label).ToList();
                var there = pairs.Where(pair => pair.Truth == label).ToList();
                double precision = found.Count == 0 ? 0 : found.Average(pair => pair.Truth == label ? 1.0 : 0);
                double recall = there.Count == 0 ? 0 : there.Average(pair => pair.Predicted == label ? 1.0 : 0);
                double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
                Same(new(precision, recall, f1, there.Count), scores.Classes[label]);
                all.Add([precision, recall, f1, there.Count]);
            }

            Same(new(all.Average(row => row[0]), all.Average(row => row[1]), all.Average(row => row[2]), pairs.Count), scores.Macro);
            double Weighed(int column) => all.Sum(row => row[column] * row[3]) / pairs.Count;
            Same(new(Weighed(0), Weighed(1), Weighed(2), pairs.Count), scores.Weighted);
            Assert.Equal(pairs.Average(pair => pair.Truth == pair.Predicted ? 1.0 : 0), scores.Accuracy, 1e-12);
        }
    }

    [Fact]
    public void AMatrixThatHasCountedNothingIsRefused() => Assert.Contains(
        "counted nothing", Assert.Throws<ArgumentException>(() => ClassScores.Of(new ConfusionMatrix())).Message, StringComparison.Ordinal);

    [Fact]
    public void TheChartHasNamesAndNumbers()
    {
        var scores = ClassScores.Of(Charted.Matrix(ByHand));
        string[] texts = Charted.InGermany(() => Charted.Texts(ClassScoresChart.ToSvg("A <b>", scores, ["<a&b>", "b", "c", "none"])));
        Assert.Equal("A <b>", texts[0]);
        Assert.All(["<a&b> (5)", "b (4)", "c (1)", "none (0)", "precision", "recall", "F1"], text => Assert.Single(texts, text));
        Assert.All(["0.750", "0.600", "0.667", "0.800", "1.000", "0.889"], text => Assert.Contains(text, texts));
        Assert.Throws<ArgumentException>(() => ClassScoresChart.ToSvg("A", scores, ["a"]));
    }

    [Fact]
    public void TheChartOfAHundredClassesHasAllOfThem()
    {
        var matrix = Charted.Matrix([.. Enumerable.Range(0, 100).Select(label => Enumerable.Repeat(0, label).Append(label + 1).ToArray())]);
        string[] texts = Charted.Texts(ClassScoresChart.ToSvg(
            "A", ClassScores.Of(matrix), [.. Enumerable.Range(0, 100).Select(label => $"class {label}")]));
        Assert.All(Enumerable.Range(0, 100), label => Assert.Single(texts, $"class {label} ({label + 1})"));
    }

    private static void Same(ClassScore want, ClassScore got)
    {
        Assert.Equal(want.Precision, got.Precision, 1e-12);
        Assert.Equal(want.Recall, got.Recall, 1e-12);
        Assert.Equal(want.F1, got.F1, 1e-12);
        Assert.Equal(want.Support, got.Support);
    }
}
