using System.Globalization;
using System.Xml.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace CnnGen.Charts;

/// <summary>What all charts share: how they look, and how they become SVG.</summary>
internal static class ChartSvg
{
    private const string Font = "system-ui, 'DejaVu Sans', sans-serif";
    private const int MostLetters = 24;

    /// <summary>An empty chart.</summary>
    /// <param name="title">What it shows.</param>
    public static PlotModel NewModel(string title) => new()
    {
        Title = title,
        TitleFontSize = 14,
        TitleFontWeight = 600,
        TitleHorizontalAlignment = TitleHorizontalAlignment.CenteredWithinView,
        DefaultFont = Font,
        DefaultFontSize = 12,
        TextColor = ChartColors.Ink,
        PlotAreaBorderThickness = new OxyThickness(0),
        Background = OxyColors.Undefined,
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>Gives an axis the colours of charts.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="hasGrid">Whether lines go through the chart at its ticks.</param>
    public static T Styled<T>(T axis, bool hasGrid)
        where T : Axis
    {
        axis.AxislineColor = ChartColors.Axis;
        axis.TicklineColor = ChartColors.Axis;
        axis.MinorTickSize = 0;
        axis.MajorGridlineStyle = hasGrid ? LineStyle.Solid : LineStyle.None;
        axis.MajorGridlineColor = ChartColors.Grid;
        axis.IsZoomEnabled = axis.IsPanEnabled = false;
        return axis;
    }

    /// <summary>Adds the names of the series in a line above the chart.</summary>
    /// <param name="model">The chart.</param>
    public static void AddLegend(PlotModel model) => model.Legends.Add(new Legend
    {
        LegendPlacement = LegendPlacement.Outside,
        LegendPosition = LegendPosition.TopCenter,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendTextColor = ChartColors.Ink,
        LegendItemSpacing = 20,
    });

    /// <summary>A name as it is written at an axis: the end of a long one is left out.</summary>
    /// <param name="name">The name.</param>
    public static string Short(string name) => name.Length <= MostLetters ? name : $"{name[..(MostLetters - 1)]}…";

    /// <summary>The chart as an SVG file that goes with light and with dark pages.</summary>
    /// <param name="model">The chart.</param>
    /// <param name="width">How wide, in pixels.</param>
    /// <param name="height">How high.</param>
    public static string Write(PlotModel model, double width, double height)
    {
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            TextMeasurer = new TextWidths(),
            // Not every program that shows SVG knows dominant-baseline.
            UseVerticalTextAlignmentWorkaround = true,
        };
        var text = exporter.ExportToString(model);
        // OxyPlot draws what went wrong into the chart instead.
        if (model.GetLastPlotException() is { } fault)
            throw new InvalidOperationException($"The chart could not be drawn: {fault.Message}", fault);
        var svg = XDocument.Parse(text[text.IndexOf('<', StringComparison.Ordinal)..]).Root!;
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("role", "img");
        svg.AddFirst(
            new XElement(svg.Name.Namespace + "title", model.Title),
            new XElement(svg.Name.Namespace + "style", ChartColors.DarkStyle()));
        return $"{svg}\n";
    }
}
