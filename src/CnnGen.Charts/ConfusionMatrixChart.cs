using System.Globalization;
using CnnGen.Training;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace CnnGen.Charts;

/// <summary>
/// Which class is taken for which: a row for each true class, a column for each predicted one. The colour of a cell tells its share of the
/// row.
/// </summary>
public static class ConfusionMatrixChart
{
    // Cells are as large as what is written in them, by the number of classes.
    private const int MostWithShares = 12;
    private const int MostWithCounts = 30;

    // Of a row; from here on text is bright.
    private const double StrongShare = 0.5;

    private const double LetterWidth = 0.58;
    private const double Top = 40;
    private const double Right = 24;

    /// <summary>
    /// The matrix as an SVG file that goes with light and with dark pages. Of up to 12 classes, counts and shares of the true class are
    /// written into the cells, of up to 30 counts; cells of more classes are colours alone. Outputs that are no finite numbers have a
    /// column of their own where there are any.
    /// </summary>
    /// <param name="title">What was evaluated.</param>
    /// <param name="matrix">The counts.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    /// <exception cref="ArgumentException">The matrix has counted nothing, or there are more or fewer names than classes.</exception>
    public static string ToSvg(string title, ConfusionMatrix matrix, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(matrix);
        ChartNames.Check(matrix.Classes, classNames);
        var classes = matrix.Classes;
        var hasOthers = Enumerable.Range(0, classes).Any(label => matrix.NonFinite(label) > 0);
        string[] rows = [.. classNames.Select(ChartSvg.Short)];
        string[] columns = hasOthers ? [.. rows, "no number"] : rows;
        var cell = classes <= MostWithShares ? 50 : classes <= MostWithCounts ? 32 : 12;
        var fontSize = Math.Min(12, cell - 2);
        var model = ChartSvg.NewModel(title);
        model.Axes.Add(Axis(AxisPosition.Left, "true class", rows, fontSize, 0));
        model.Axes.Add(Axis(AxisPosition.Bottom, "predicted class", columns, fontSize, -Slant(classes)));
        AddCells(model, matrix, columns.Length, classes);

        var names = rows.Append(columns[^1]).Max(name => name.Length) * LetterWidth * fontSize;
        var (left, bottom) = (names + 40, (names * Math.Sin(Math.PI * Slant(classes) / 180)) + 52);
        model.PlotMargins = new OxyThickness(left, Top, Right, bottom);
        model.Padding = new OxyThickness(0);
        model.PlotAreaBorderColor = ChartColors.Grid;
        model.PlotAreaBorderThickness = new OxyThickness(1);
        var width = left + Right + (columns.Length * cell);
        return ChartSvg.Write(model, Math.Ceiling(Math.Max(width, title.Length * 9)), Math.Ceiling(Top + bottom + (classes * cell)));
    }

    /// <summary>By how many degrees names below the columns rise: the narrower these are, the more.</summary>
    private static int Slant(int classes) => classes <= MostWithCounts ? 45 : 90;

    private static CategoryAxis Axis(AxisPosition position, string title, string[] names, double fontSize, double angle)
    {
        var isLeft = position == AxisPosition.Left;
        var axis = ChartSvg.Styled(
            new CategoryAxis
            {
                Position = position,
                Title = title,
                FontSize = fontSize,
                TitleFontSize = 12,
                Angle = angle,
                // The first class is at the top.
                StartPosition = isLeft ? 1 : 0,
                EndPosition = isLeft ? 0 : 1,
                Minimum = -0.5,
                Maximum = names.Length - 0.5,
                MajorStep = 1,
                IsTickCentered = true,
                MajorTickSize = 3,
            },
            hasGrid: false);
        axis.Labels.AddRange(names);
        return axis;
    }

    private static void AddCells(PlotModel model, ConfusionMatrix matrix, int columns, int classes)
    {
        var hasGrid = classes <= MostWithCounts;
        var cells = new RectangleBarSeries { StrokeColor = ChartColors.Grid, StrokeThickness = hasGrid ? 1 : 0 };
        for (var label = 0; label < classes; label++)
        {
            var total = Enumerable.Range(0, classes).Sum(predicted => matrix[label, predicted]) + matrix.NonFinite(label);
            for (var predicted = 0; predicted < columns; predicted++)
            {
                var count = predicted < classes ? matrix[label, predicted] : matrix.NonFinite(label);
                if (count == 0 && !hasGrid)
                    continue;
                var share = total == 0 ? 0 : (double)count / total;
                cells.Items.Add(new RectangleBarItem(predicted - 0.5, label - 0.5, predicted + 0.5, label + 0.5)
                {
                    // The least share that there is is still seen.
                    Color = OxyColor.FromAColor(
                        (byte)Math.Round(255 * (share == 0 ? 0 : 0.05 + (0.95 * share))), ChartColors.Cell),
                });
                if (count > 0 && hasGrid)
                    model.Annotations.Add(Text(label, predicted, count, share, classes));
            }
        }

        model.Series.Add(cells);
    }

    private static TextAnnotation Text(int label, int predicted, long count, double share, int classes)
    {
        var number = count.ToString("N0", CultureInfo.InvariantCulture);
        var percent = (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
        return new TextAnnotation
        {
            Text = classes <= MostWithShares ? $"{number}\n{percent} %" : number,
            TextPosition = new DataPoint(predicted, label),
            TextHorizontalAlignment = HorizontalAlignment.Center,
            TextVerticalAlignment = VerticalAlignment.Middle,
            TextColor = share > StrongShare ? ChartColors.Bright : ChartColors.Ink,
            FontSize = 10,
            StrokeThickness = 0,
            Padding = new OxyThickness(0),
        };
    }
}
