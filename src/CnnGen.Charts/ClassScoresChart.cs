using CnnGen.Training;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace CnnGen.Charts;

/// <summary>Precision, recall and F1 of each class, as bars with their numbers.</summary>
public static class ClassScoresChart
{
    private const double Width = 480;
    private const double RowHeight = 48;
    private const double Around = 110;
    private const double NumberSize = 10;

    /// <summary>
    /// The scores as an SVG file that goes with light and with dark pages; behind a name is how many images are of the class.
    /// </summary>
    /// <param name="title">What was evaluated.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="classNames">The names of the classes, by label.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public static string ToSvg(string title, ClassScores scores, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(scores);
        ChartNames.Check(scores.Classes.Count, classNames);
        var model = ChartSvg.NewModel(title);
        var names = ChartSvg.Styled(
            new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.25, MajorTickSize = 0 },
            hasGrid: false);
        names.Labels.AddRange(classNames.Zip(scores.Classes, (name, score) => FormattableString.Invariant(
            $"{ChartSvg.Short(name)} ({score.Support:N0})")));
        model.Axes.Add(names);
        model.Axes.Add(ChartSvg.Styled(
            new LinearAxis
            {
                Position = AxisPosition.Bottom,
                // Behind the longest bar is its number.
                Minimum = 0,
                Maximum = 1.08,
                MajorStep = 0.2,
                StringFormat = "0.0",
                AxislineStyle = LineStyle.Solid,
            },
            hasGrid: true));
        Add("precision", ChartColors.Blue, score => score.Precision);
        Add("recall", ChartColors.Vermilion, score => score.Recall);
        Add("F1", ChartColors.Green, score => score.F1);
        ChartSvg.AddLegend(model);
        return ChartSvg.Write(model, Width, Around + (RowHeight * scores.Classes.Count));

        void Add(string name, OxyColor color, Func<ClassScore, double> value) => model.Series.Add(new BarSeries
        {
            Title = name,
            FillColor = color,
            StrokeThickness = 0,
            LabelFormatString = "{0:0.000}",
            LabelPlacement = LabelPlacement.Outside,
            FontSize = NumberSize,
            TextColor = ChartColors.Ink,
            ItemsSource = scores.Classes.Select(score => new BarItem(value(score))).ToList(),
        });
    }
}
