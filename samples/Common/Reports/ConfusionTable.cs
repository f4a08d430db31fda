using System.Text;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>Which class is taken for which: a row per true class, a column per predicted one.</summary>
internal static class ConfusionTable
{
    private const int NameWidth = 11;
    private const int CellWidth = 6;

    /// <summary>The matrix as text, at most 80 columns wide; six more where outputs are no numbers.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    public static string Of(ConfusionMatrix counts, IReadOnlyList<string> classNames)
    {
        var classes = counts.Classes;
        var text =
            new StringBuilder("Confusion matrix: rows are the truth, columns the prediction; at the end the share found (recall).\n\n");
        text.Append(' ', NameWidth);
        var columns = Enumerable.Range(0, classes).Any(actual => counts.NonFinite(actual) > 0) ? classes + 1 : classes;
        for (var predicted = 0; predicted < columns; predicted++)
            text.Append((predicted < classes ? Short(classNames[predicted]) : "NaN").PadLeft(CellWidth));
        text.AppendLine();
        for (var actual = 0; actual < classes; actual++)
        {
            text.Append(classNames[actual].PadRight(NameWidth));
            var total = 0L;
            for (var predicted = 0; predicted < columns; predicted++)
            {
                var count = predicted < classes ? counts[actual, predicted] : counts.NonFinite(actual);
                total += count;
                text.Append((count == 0 ? "." : $"{count}").PadLeft(CellWidth));
            }

            text.AppendLine(total == 0 ? "" : $"{100.0 * counts[actual, actual] / total,CellWidth:F1} %");
        }

        return text.ToString();
    }

    private static string Short(string name) => name.Length < CellWidth ? name : name[..(CellWidth - 1)];
}
