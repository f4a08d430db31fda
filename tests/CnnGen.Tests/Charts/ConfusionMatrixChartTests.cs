using CnnGen.Charts;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Charts;

/// <summary>Confusion matrices as pictures.</summary>
public sealed class ConfusionMatrixChartTests
{
    [Fact]
    public void CountsSharesAndNamesAreWritten()
    {
        var matrix = Charted.Matrix([[1234, 0, 66], [3, 5, 0], [0, 0, 0]]);
        string[] texts = Charted.InGermany(() => Charted.Texts(ConfusionMatrixChart.ToSvg("T < t", matrix, ["cat", "<a&b>", "none"])));
        Assert.Equal("T < t", texts[0]);
        Assert.All(["cat", "<a&b>", "none"], name => Assert.Equal(2, texts.Count(text => text == name)));
        Assert.All(["1,234", "94.9 %", "66", "5.1 %", "3", "37.5 %", "5", "62.5 %", "true class", "predicted class"],
            text => Assert.Single(texts, text));
        Assert.DoesNotContain("0", texts);
        Assert.DoesNotContain("no number", texts);
    }

    [Fact]
    public void OutputsThatAreNoNumbersHaveAColumn()
    {
        string[] texts = Charted.Texts(ConfusionMatrixChart.ToSvg("T", Charted.Matrix([[2, 1, 7], [0, 4, 0]]), ["a", "b"]));
        Assert.Single(texts, "no number");
        Assert.Single(texts, "7");
        Assert.Single(texts, "70 %");
    }

    [Theory]
    [InlineData(12, true, true)]
    [InlineData(13, true, false)]
    [InlineData(30, true, false)]
    [InlineData(31, false, false)]
    [InlineData(100, false, false)]
    public void CellsOfManyClassesSayLess(int classes, bool hasCounts, bool hasShares)
    {
        var matrix = Charted.Matrix([.. Enumerable.Range(0, classes).Select(label =>
            Enumerable.Range(0, classes).Select(predicted => predicted == label ? 321 : 0).ToArray())]);
        string svg = ConfusionMatrixChart.ToSvg("T", matrix, [.. Enumerable.Range(0, classes).Select(label => $"class {label}")]);
        string[] texts = Charted.Texts(svg);
        Assert.All(Enumerable.Range(0, classes), label => Assert.Equal(2, texts.Count(text => text == $"class {label}")));
        Assert.Equal(hasCounts ? classes : 0, texts.Count(text => text == "321"));
        Assert.Equal(hasShares ? classes : 0, texts.Count(text => text == "100 %"));
        Assert.InRange(svg.Length, 1, 250_000);
    }

    [Fact]
    public void LongNamesLoseTheirEnds()
    {
        string[] texts = Charted.Texts(ConfusionMatrixChart.ToSvg("T", Charted.Matrix([[1, 0], [0, 1]]), [new string('x', 80), "b"]));
        Assert.Equal(2, texts.Count(text => text == new string('x', 23) + "…"));
    }

    [Fact]
    public void NothingAndOtherNamesAreRefused()
    {
        var matrix = Charted.Matrix([[1, 0], [0, 1]]);
        Assert.Contains("2 classes, but 1 names",
            Assert.Throws<ArgumentException>(() => ConfusionMatrixChart.ToSvg("T", matrix, ["a"])).Message, StringComparison.Ordinal);
        Assert.Contains("must not be null",
            Assert.Throws<ArgumentException>(() => ConfusionMatrixChart.ToSvg("T", matrix, ["a", null!])).Message,
            StringComparison.Ordinal);
        Assert.Contains("counted nothing",
            Assert.Throws<ArgumentException>(() => ConfusionMatrixChart.ToSvg("T", new ConfusionMatrix(), [])).Message,
            StringComparison.Ordinal);
    }
}
