using System.Globalization;
using CnnGen.Charts;
using CnnGen.Runtime;
using CnnGen.Samples.Commands;
using CnnGen.Training;
using CnnGen.Visualization;

namespace CnnGen.Samples.Reports.Html;

/// <summary>The report of a trained network on its test images.</summary>
/// <param name="network">The network.</param>
/// <param name="model">Its file.</param>
/// <param name="data">The data.</param>
/// <param name="goal">Loss and metrics.</param>
/// <param name="score">What evaluation found.</param>
/// <param name="matrix">Which class was taken for which.</param>
internal sealed class RunReport(
    INetwork network, string model, SampleData data, Goal goal, EvaluationResult score, ConfusionMatrix matrix)
{
    private const int ShownMistakes = 24;
    private const int ShownConfusions = 8;

    private readonly HtmlPage _page = new(
        $"{data.Name}: {network.Info.Name}",
        FormattableString.Invariant($"A report of {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC on {data.Test.Count:N0} test images"));

    /// <summary>The page.</summary>
    /// <param name="tell">Told what is being done.</param>
    /// <exception cref="InvalidDataException">The history beside the network is no such file.</exception>
    public string Write(Action<string> tell)
    {
        var scores = ClassScores.Of(matrix);
        WriteSummary(scores);
        tell("Drawing charts");
        WriteCurves();
        WriteMatrix();
        WriteScores(scores);
        tell("Looking for mistakes");
        WriteMistakes();
        _page.Section("network", "The network");
        _page.Drawing(
            NetworkDiagram.ToSvg(network.Info), $"Diagram of {network.Info.Name}: a row for each layer, from the image down",
            "Layers from the image down, with the shapes of their outputs and their parameters.");
        _page.Details("Summary as a table", network.Summary());
        new InsideReport(network, data, _page).Write(tell);
        return _page.ToString();
    }

    private void WriteSummary(ClassScores scores)
    {
        _page.Section("summary", "Summary");
        _page.Facts("What was evaluated, and what came out", [
            ("Accuracy", $"{Number(scores.Accuracy)} of {Count(scores.Support)} images"),
            ($"Loss, {goal.Loss.Name.Replace('_', ' ')}", Number(score.Loss)),
            .. goal.Metrics.Where(metric => metric.Name != "accuracy").Select(metric =>
                (metric.Name, Number(score.Metrics[metric.Name]))),
            ("F1, mean over the classes", Number(scores.Macro.F1)),
            ("Images without a finite output", Count(score.NonFinite)),
            ("Data", $"{data.Name}: {data.Source}"),
            ("Network", $"{network.Info.Name}, {Count(network.Info.ParameterCount)} parameters"),
            ("File", Path.GetFileName(model)),
            ("Weights, SHA-256", WeightsHash.Of(network)),
            ("Computed on", $"{network.InstructionSet.ToName()}, {network.Threads} {(network.Threads == 1 ? "thread" : "threads")}"),
        ]);
    }

    private void WriteCurves()
    {
        _page.Section("curves", "Learning curves");
        var path = TrainSettings.HistoryOf(model);
        if (!File.Exists(path))
        {
            _page.Paragraph($"There is no {Path.GetFileName(path)} beside the network, which its training would have written.");
            return;
        }

        var curves = LearningCurves.ReadCsv(path);
        var title = $"{data.Name}, {network.Info.Name}";
        _page.Drawing(
            curves.ToSvg(title), $"Learning curves of {curves.Epochs.Count} epochs; the table below has the numbers",
            $"From {Path.GetFileName(path)}. Results of training images are those just before each batch was learned from.");
        _page.Table(
            "Epochs",
            ["epoch", .. curves.Curves.SelectMany(curve => (string[])[curve.Name, $"{curve.Name}, validation"])],
            Enumerable.Range(0, curves.Epochs.Count).Select(epoch => (string[])
            [
                $"{curves.Epochs[epoch]}",
                .. curves.Curves.SelectMany(curve => (string[])[Number(curve.Training[epoch]), Number(curve.Validation[epoch])]),
            ]));
    }

    private void WriteMatrix()
    {
        _page.Section("confusion", "Confusion matrix");
        _page.Drawing(
            ConfusionMatrixChart.ToSvg($"{data.Name}, test images", matrix, data.ClassNames),
            $"Confusion matrix of {matrix.Classes} classes; the table below has the most frequent mistakes",
            "A row for each true class, a column for each predicted one; colours and percentages are shares of the row.",
            size: "wide");
        var classes = Enumerable.Range(0, matrix.Classes);
        var confusions = classes.SelectMany(label => classes.Where(predicted => predicted != label)
                .Select(predicted => (Label: label, Predicted: predicted, Count: matrix[label, predicted])))
            .Where(each => each.Count > 0).OrderByDescending(each => each.Count).Take(ShownConfusions).ToList();
        if (confusions.Count == 0)
        {
            _page.Paragraph("No image was taken for another class.");
            return;
        }

        _page.Table(
            "The most frequent mistakes", ["true class", "taken for", "images"],
            confusions.Select(each => (string[])[data.ClassNames[each.Label], data.ClassNames[each.Predicted], Count(each.Count)]));
    }

    private void WriteScores(ClassScores scores)
    {
        _page.Section("classes", "Precision and recall");
        _page.Table(
            "Of what is found, the share that is right (precision); of what is there, the share that is found (recall); means over the"
                + " classes, and weighed by their images",
            ["class", "precision", "recall", "F1", "images"],
            scores.Classes.Select((each, label) => Row(data.ClassNames[label], each)),
            [Row("mean", scores.Macro), Row("weighed mean", scores.Weighted)]);
        _page.Drawing(
            ClassScoresChart.ToSvg($"{data.Name}, test images", scores, data.ClassNames),
            "Bars of precision, recall and F1 for each class; the table above has the numbers",
            "Behind each name is the number of its test images.");

        static string[] Row(string name, ClassScore score) =>
            [name, Number(score.Precision), Number(score.Recall), Number(score.F1), Count(score.Support)];
    }

    private void WriteMistakes()
    {
        _page.Section("mistakes", "Misclassified images");
        var mistakes = Misclassified.Of(network, data.Test, ShownMistakes);
        if (mistakes.Count == 0)
        {
            _page.Paragraph("No test image was taken for another class.");
            return;
        }

        _page.Paragraph(
            "The mistakes that the network is surest of. Below each picture: what it is taken for and what it is, with the probabilities.");
        _page.Pictures([
            .. mistakes.Select(mistake => (
                (Images.ByteImage[])[mistake.Picture], $"Test image {mistake.Image}", mistake.Describe(data.ClassNames))),
        ]);
    }

    internal static string Number(double? value) =>
        value is { } number ? number.ToString("F4", CultureInfo.InvariantCulture) : "";

    internal static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
