using System.Globalization;
using System.Text;
using CnnGen.Training;

namespace CnnGen.Samples.Reports;

/// <summary>Loss and a metric over the epochs as an SVG picture, for light and dark pages alike.</summary>
internal static class LearningCurve
{
    private const double Width = 760;
    private const double Height = 330;
    private const double PanelWidth = 290;
    private const double PanelHeight = 210;
    private const double PanelTop = 62;
    private const double FirstPanelLeft = 62;
    private const double SecondPanelLeft = 444;
    private const int TicksWanted = 5;

    // Blue and vermilion of Okabe and Ito's palette, which colour-blind people tell apart; the lines differ in their dashes, too.
    private const string Style = """
          <style>
            .page { fill: #ffffff } .grid { stroke: #e3e3e3; fill: none } .axis { stroke: #767676; fill: none }
            text { font: 12px system-ui, 'DejaVu Sans', sans-serif; fill: #333333 } .title { font-size: 14px; font-weight: 600 }
            .train { stroke: #0072b2; fill: none; stroke-width: 2 }
            .valid { stroke: #d55e00; fill: none; stroke-width: 2; stroke-dasharray: 6 4 }
            circle.train { fill: #0072b2 } circle.valid { fill: #d55e00; stroke-dasharray: none }
            @media (prefers-color-scheme: dark) {
              .page { fill: #16181d } .grid { stroke: #33363d } .axis { stroke: #8b8f98 } text { fill: #d8dae0 }
              .train { stroke: #56b4e9 } .valid { stroke: #f0883e } circle.train { fill: #56b4e9 } circle.valid { fill: #f0883e }
            }
          </style>
        """;

    /// <summary>The picture.</summary>
    /// <param name="title">What was trained.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="epochs">At least one epoch.</param>
    public static string Draw(string title, string metric, IReadOnlyList<EpochResult> epochs)
    {
        var svg = new StringBuilder();
        svg.AppendLine(Invariant(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img"
                 aria-label="Learning curve">
            """));
        svg.AppendLine(Style);
        svg.AppendLine(Invariant($"""  <rect class="page" width="{Width}" height="{Height}"/>"""));
        svg.AppendLine(
            Invariant($"""  <text class="title" x="{FirstPanelLeft}" y="26">{System.Security.SecurityElement.Escape(title)}</text>"""));
        DrawLegend(svg);
        DrawPanel(svg, "Loss", FirstPanelLeft, [.. epochs.Select(e => (double?)e.Loss)], [.. epochs.Select(e => e.ValidationLoss)]);
        DrawPanel(
            svg, $"{char.ToUpperInvariant(metric[0])}{metric[1..].Replace('_', ' ')}", SecondPanelLeft,
            [.. epochs.Select(e => e[metric])], [.. epochs.Select(e => e[$"val_{metric}"])]);
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static void DrawLegend(StringBuilder svg)
    {
        const double left = 560;
        svg.AppendLine(Invariant($"""  <path class="train" d="M{left} 22h28"/><text x="{left + 34}" y="26">training</text>"""));
        svg.AppendLine(Invariant($"""  <path class="valid" d="M{left + 96} 22h28"/><text x="{left + 130}" y="26">validation</text>"""));
    }

    private static void DrawPanel(StringBuilder svg, string name, double left, double?[] training, double?[] validation)
    {
        // A loss that has exploded is left out rather than drawn.
        var values = training.Concat(validation).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var step = NiceStep(values.Max() - values.Min());
        var bottom = Math.Floor(values.Min() / step) * step;
        var top = Math.Max(Math.Ceiling(values.Max() / step) * step, bottom + step);
        var epochs = training.Length;
        double X(int epoch) => left + (epochs == 1 ? PanelWidth / 2 : PanelWidth * (epoch - 1) / (epochs - 1));
        double Y(double value) => PanelTop + PanelHeight * (top - value) / (top - bottom);

        svg.AppendLine(Invariant($"""  <text x="{left}" y="{PanelTop - 10}">{name}</text>"""));
        var decimals = Math.Max(0, (int)-Math.Floor(Math.Log10(step)));
        for (var i = 0; i <= Math.Round((top - bottom) / step); i++)
        {
            var value = bottom + i * step;
            svg.AppendLine(Invariant($"""  <path class="grid" d="M{left} {Y(value):0.##}h{PanelWidth}"/>"""));
            var label = value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
            svg.AppendLine(Invariant($"""  <text x="{left - 8}" y="{Y(value) + 4:0.##}" text-anchor="end">{label}</text>"""));
        }

        svg.AppendLine(Invariant($"""  <path class="axis" d="M{left} {PanelTop}v{PanelHeight}h{PanelWidth}"/>"""));
        var epochStep = Math.Max(1, (int)Math.Ceiling(NiceStep(epochs - 1)));
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            if (epoch != 1 && epoch % epochStep != 0)
                continue;
            svg.AppendLine(Invariant($"""  <path class="axis" d="M{X(epoch):0.##} {PanelTop + PanelHeight}v5"/>"""));
            svg.AppendLine(
                Invariant($"""  <text x="{X(epoch):0.##}" y="{PanelTop + PanelHeight + 20}" text-anchor="middle">{epoch}</text>"""));
        }

        svg.AppendLine(
            Invariant($"""  <text x="{left + PanelWidth / 2}" y="{PanelTop + PanelHeight + 42}" text-anchor="middle">epoch</text>"""));
        DrawLine(svg, "train", training, X, Y);
        DrawLine(svg, "valid", validation, X, Y);
    }

    private static void DrawLine(StringBuilder svg, string style, double?[] values, Func<int, double> x, Func<double, double> y)
    {
        var points = values.Select((value, i) => (Epoch: i + 1, Value: value)).Where(p => p.Value is { } v && double.IsFinite(v)).ToList();
        if (points.Count == 0)
            return;
        var path = string.Join(' ', points.Select(p => Invariant($"{x(p.Epoch):0.##},{y(p.Value!.Value):0.##}")));
        svg.AppendLine($"""  <polyline class="{style}" points="{path}"/>""");
        foreach (var (epoch, value) in points)
            svg.AppendLine(Invariant($"""  <circle class="{style}" cx="{x(epoch):0.##}" cy="{y(value!.Value):0.##}" r="2.5"/>"""));
    }

    /// <summary>1, 2 or 5 times a power of ten, such that a range takes about as many steps as wanted.</summary>
    private static double NiceStep(double range)
    {
        if (range <= 0)
            return 0.1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(range / TicksWanted)));
        var multiple = range / TicksWanted / power;
        return power * (multiple <= 1 ? 1 : multiple <= 2 ? 2 : multiple <= 5 ? 5 : 10);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
