using System.Xml.Linq;
using CnnGen.Charts;
using CnnGen.Tests.Support;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Charts;

/// <summary>Learning curves: their numbers, from epochs and from files, and their pictures.</summary>
public sealed class LearningCurvesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileHasTheCurvesOfItsHistory(bool hasValidation)
    {
        EpochResult[] epochs = [Epoch(1, 0.1 + 0.2, hasValidation), Epoch(2, double.NaN, hasValidation), Epoch(3, 1e-7, hasValidation)];
        string path = _folder["history.csv"];
        Charted.InGermany(() =>
        {
            new History(["accuracy"], epochs, cancelled: false, null, null).WriteCsv(path);
            return 0;
        });
        var (want, got) = (LearningCurves.Of(epochs), Charted.InGermany(() => LearningCurves.ReadCsv(path)));
        Assert.Equal([1, 2, 3], got.Epochs);
        Assert.Equal(["loss", "accuracy"], got.Curves.Select(curve => curve.Name));
        Assert.Equal([0.1 + 0.2, double.NaN, 1e-7], got.Curves[0].Training);
        Assert.Equal(hasValidation ? [0.5, 0.5, 0.5] : new double?[3], got.Curves[0].Validation);
        foreach (var (wanted, read) in want.Curves.Zip(got.Curves))
        {
            Assert.Equal(wanted.Training, read.Training);
            Assert.Equal(wanted.Validation, read.Validation);
        }

        Assert.Equal(want.ToSvg("T"), got.ToSvg("T"));
    }

    [Theory]
    [InlineData("", "expected the epochs")]
    [InlineData("a,b\n1,2\n", "expected the epochs")]
    [InlineData("epoch,loss,val_loss,seconds,images_per_second,non_finite,val_non_finite\n", "no epoch")]
    [InlineData("epoch,loss,val_loss,seconds,images_per_second,non_finite,val_non_finite\n1,2\n", "expected 7 columns")]
    [InlineData("epoch,loss,val_loss,seconds,images_per_second,non_finite,val_non_finite\n1,x,,1,1,0,\n", "there is 'x'")]
    [InlineData("epoch,loss,val_loss,seconds,images_per_second,non_finite,val_non_finite\n,1,,1,1,0,\n", "there is ''")]
    public void OtherFilesAreRefused(string content, string says)
    {
        string path = _folder["history.csv"];
        File.WriteAllText(path, content);
        string message = Assert.Throws<InvalidDataException>(() => LearningCurves.ReadCsv(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePictureHasAPanelForEachCurve()
    {
        string svg = Charted.InGermany(() => LearningCurves.Of([Epoch(1, 2.5, true), Epoch(2, 1.5, true)]).ToSvg("<a&b>"));
        string[] texts = Charted.Texts(svg);
        Assert.Equal("<a&b>", texts[0]);
        Assert.All(["Loss", "Accuracy", "epoch", "training", "validation"], text => Assert.Single(texts, text));
        Assert.Contains(texts, text => text.StartsWith("0.", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains(',', StringComparison.Ordinal));
        // Two lines in each of two panels, each of two dots, and the two of the legend.
        Assert.Equal((2 * 2 * 2) + 2, XDocument.Parse(svg).Descendants().Count(element => element.Name.LocalName is "ellipse" or "circle"));
    }

    [Theory]
    [InlineData(1, 1.5)]
    [InlineData(1, double.NaN)]
    [InlineData(3, double.NaN)]
    [InlineData(3, double.PositiveInfinity)]
    [InlineData(500, 0.25)]
    public void AnyEpochsCanBeDrawn(int count, double loss)
    {
        string[] texts = Charted.Texts(
            LearningCurves.Of([.. Enumerable.Range(1, count).Select(epoch => Epoch(epoch, loss, epoch % 2 == 0))]).ToSvg("T"));
        Assert.Contains("Loss", texts);
        Assert.Contains(texts, text => int.TryParse(text, out int epoch) && epoch >= 1 && epoch <= count);
    }

    [Fact]
    public void NoEpochIsRefused() => Assert.Throws<ArgumentException>(() => LearningCurves.Of([]));

    private static EpochResult Epoch(int epoch, double loss, bool hasValidation) => new(
        epoch, 100, loss, 0.5 + (epoch / 10000.0), hasValidation ? 0.5 : null, hasValidation ? 0.625 : null, 1.5, 1000, 0,
        hasValidation ? 0 : null);
}
