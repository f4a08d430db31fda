using System.Globalization;
using CnnGen.Training;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace CnnGen.Charts;

/// <summary>Loss and metrics of a training over its epochs, of training and validation images.</summary>
public sealed class LearningCurves
{
    private const double Width = 480;
    private const double PanelHeight = 190;
    private const double Around = 100;

    // Between panels, as a share of one.
    private const double Gap = 0.12;

    // More dots would run together.
    private const int MostDots = 40;

    // Behind the results in a file of epochs: seconds, images per second, and the images without a finite output.
    private const int OtherColumns = 4;

    private LearningCurves(IReadOnlyList<int> epochs, IReadOnlyList<LearningCurve> curves) => (Epochs, Curves) = (epochs, curves);

    /// <summary>The numbers of the epochs, from 1 where nothing is missing.</summary>
    public IReadOnlyList<int> Epochs { get; }

    /// <summary>The loss, and each metric.</summary>
    public IReadOnlyList<LearningCurve> Curves { get; }

    /// <summary>The curves of epochs, such as <see cref="History.Epochs"/>.</summary>
    /// <param name="epochs">At least one epoch.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static LearningCurves Of(IReadOnlyList<EpochResult> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
            throw new ArgumentException("Learning curves are of at least one epoch.", nameof(epochs));
        string[] names = ["loss", .. epochs[0].Metrics.Select(metric => metric.Key)];
        return new(
            [.. epochs.Select(epoch => epoch.Epoch)],
            [
                .. names.Select(name => new LearningCurve(
                    name, [.. epochs.Select(epoch => epoch[name])], [.. epochs.Select(epoch => epoch[$"val_{name}"])])),
            ]);
    }

    /// <summary>The curves of a file that <see cref="History.WriteCsv"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such file, or holds no epoch.</exception>
    public static LearningCurves ReadCsv(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Select(line => line.Split(','))];
        string[] columns = rows.Length == 0 ? [] : rows[0];
        var results = columns.Length - 1 - OtherColumns;
        if (results < 2 || results % 2 != 0 || columns[0] != "epoch" || columns[1] != "loss")
            throw new InvalidDataException($"{path}: expected the epochs of a training, as History.WriteCsv writes them.");
        if (rows.Length == 1)
            throw new InvalidDataException($"{path}: it holds no epoch.");
        if (rows.FirstOrDefault(row => row.Length != columns.Length) is { } other)
            throw new InvalidDataException($"{path}: expected {columns.Length} columns in each row, but one has {other.Length}.");
        return new(
            [.. rows.Skip(1).Select(row => (int)(Number(path, row[0]) ?? throw NotANumber(path, "")))],
            [
                .. Enumerable.Range(1, results / 2).Select(column => new LearningCurve(
                    columns[column], Column(path, rows, column), Column(path, rows, column + (results / 2)))),
            ]);
    }

    /// <summary>
    /// The curves as an SVG file, a panel for each, one below the other; it goes with light and with dark pages. What is infinite or no
    /// number (NaN) is left out.
    /// </summary>
    /// <param name="title">What was trained.</param>
    public string ToSvg(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var model = ChartSvg.NewModel(title);
        var epochs = ChartSvg.Styled(
            new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch", AxislineStyle = LineStyle.Solid }, hasGrid: false);
        // Room for half a dot at the sides, and for a single one in the middle.
        var room = Epochs.Count == 1 ? 0.5 : 0.015 * (Epochs[^1] - Epochs[0]);
        (epochs.Minimum, epochs.Maximum) = (Epochs[0] - room, Epochs[^1] + room);
        epochs.MinimumMajorStep = 1;
        epochs.StringFormat = "0";
        model.Axes.Add(epochs);
        for (var panel = 0; panel < Curves.Count; panel++)
            AddPanel(model, panel);
        ChartSvg.AddLegend(model);
        return ChartSvg.Write(model, Width, Around + (PanelHeight * Curves.Count));
    }

    private void AddPanel(PlotModel model, int panel)
    {
        var curve = Curves[panel];
        var key = $"panel {panel}";
        // Positions count from below.
        var from = (double)(Curves.Count - 1 - panel) / Curves.Count;
        var axis = ChartSvg.Styled(
            new LinearAxis
            {
                Position = AxisPosition.Left,
                Key = key,
                Title = $"{char.ToUpperInvariant(curve.Name[0])}{curve.Name[1..].Replace('_', ' ')}",
                StartPosition = from,
                EndPosition = from + ((1 - (panel == 0 ? 0 : Gap)) / Curves.Count),
                AxislineStyle = LineStyle.Solid,
                AxisTitleDistance = 14,
                MinimumPadding = 0.05,
                MaximumPadding = 0.05,
            },
            hasGrid: true);
        model.Axes.Add(axis);
        AddLine(model, key, panel, "training", curve.Training, ChartColors.Blue, LineStyle.Solid);
        AddLine(model, key, panel, "validation", curve.Validation, ChartColors.Vermilion, LineStyle.Dash);
    }

    private void AddLine(
        PlotModel model, string axis, int panel, string name, IReadOnlyList<double?> values, OxyColor color, LineStyle style)
    {
        var line = new LineSeries
        {
            // The legend names each once.
            Title = name,
            RenderInLegend = panel == 0,
            YAxisKey = axis,
            Color = color,
            LineStyle = style,
            StrokeThickness = 2,
            MarkerType = Epochs.Count <= MostDots ? MarkerType.Circle : MarkerType.None,
            MarkerSize = 3,
            MarkerFill = color,
        };
        for (var i = 0; i < values.Count; i++)
            line.Points.Add(values[i] is { } value && double.IsFinite(value) ? new DataPoint(Epochs[i], value) : DataPoint.Undefined);
        model.Series.Add(line);
    }

    private static double?[] Column(string path, string[][] rows, int column) =>
        [.. rows.Skip(1).Select(row => Number(path, row[column]))];

    private static double? Number(string path, string text) => text.Length == 0
        ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw NotANumber(path, text);

    private static InvalidDataException NotANumber(string path, string text) =>
        new($"{path}: expected a number, but there is '{text}'.");
}
