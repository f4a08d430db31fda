using System.Globalization;
using System.Net;
using System.Text;

namespace CnnGen.Visualization;

/// <summary>
/// Draws a network: a row for each layer with its shape and parameters, from the image down. What a layer reads stands above it; where that
/// is not the row before alone, a line at the side leads there.
/// </summary>
public static class NetworkDiagram
{
    private const int RowHeight = 22;
    private const int BoxHeight = 18;
    private const int Margin = 8;
    private const int LaneWidth = 10;
    private const int LetterWidth = 7;
    private const int Padding = 8;
    private const int Corner = 4;

    private const string Style =
        """
        .number { text-anchor: end } .box { stroke: #8886; fill: #8882 }
        .convolution { fill: #3b82f64d } .dense { fill: #a855f74d } .pool { fill: #22c55e4d } .merge { fill: #f59e0b4d }
        path { fill: none; stroke: #888; stroke-width: 1.5 }
        """;

    /// <summary>The network as an SVG file; text is legible on light and on dark.</summary>
    /// <param name="network">The network.</param>
    public static string ToSvg(NetworkInfo network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = network.Layers;
        string[] shapes = [.. layers.Select(layer => string.Join(" x ", layer.OutputShape))];
        string[] parameters = [.. layers.Select(layer => Count(layer.ParameterCount))];
        var nameWidth = Width(layers.Select(Title));
        var shapeWidth = Width(shapes);
        var boxWidth = nameWidth + shapeWidth + Width(parameters) + (4 * Padding);
        var lines = SideLine.Of(layers);
        var lanes = lines.Select(line => line.Lane + 1).DefaultIfEmpty().Max();
        var title = $"{network.Name}: {Count(network.ParameterCount)} parameters";
        var width = (2 * Margin) + Math.Max(boxWidth + (lanes * LaneWidth), Width([title]));
        var height = (2 * Margin) + RowHeight + (layers.Count * RowHeight);

        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" role=\"img\">");
        Line($"<title>{Escape(title)}</title>");
        Line($"<style>{SvgText.Style}\n{Style}</style>");
        Line($"<text x=\"{Margin}\" y=\"{Margin + 12}\">{Escape(title)}</text>");
        foreach (var line in lines)
        {
            var (from, to, far) = (Middle(line.From) + 3, Middle(line.To) - 3, ((line.Lane + 1) * LaneWidth) - Corner);
            var corners = (Out: $"q{Corner} 0 {Corner} {Corner}", Back: $"q0 {Corner} -{Corner} {Corner}");
            Line($"<path d=\"M{Margin + boxWidth} {from}h{far}{corners.Out}V{to - Corner}{corners.Back}h-{far}\"/>");
        }

        for (var i = 0; i < layers.Count; i++)
        {
            var (top, text) = (Top(i), Top(i) + 13);
            if (i > 0 && SideLine.ReadsRowBefore(layers, i))
                Line($"<path d=\"M{Margin + (boxWidth / 2)} {top - (RowHeight - BoxHeight)}v{RowHeight - BoxHeight}\"/>");
            Line($"<rect class=\"box {Category(layers[i])}\" x=\"{Margin}\" y=\"{top}\" width=\"{boxWidth}\" height=\"{BoxHeight}\"/>");
            Line($"<text x=\"{Margin + Padding}\" y=\"{text}\">{Escape(Title(layers[i]))}</text>");
            Line($"<text class=\"number\" x=\"{Margin + nameWidth + (2 * Padding) + shapeWidth}\" y=\"{text}\">{shapes[i]}</text>");
            if (layers[i].ParameterCount > 0)
                Line($"<text class=\"number\" x=\"{Margin + boxWidth - Padding}\" y=\"{text}\">{parameters[i]}</text>");
        }

        Line($"</svg>");
        return svg.ToString();

        void Line(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static int Top(int row) => Margin + RowHeight + (row * RowHeight);

    private static int Middle(int row) => Top(row) + (BoxHeight / 2);

    private static string Title(LayerInfo layer) => $"{layer.Kind} {layer.Name}{(layer.Frozen ? ", frozen" : "")}";

    private static int Width(IEnumerable<string> texts) => LetterWidth * texts.Max(text => text.Length);

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>What its colour tells; nothing of layers that only change values or places.</summary>
    private static string Category(LayerInfo layer) => layer switch
    {
        { Kind: var kind } when kind.Contains("Conv", StringComparison.Ordinal) => "convolution",
        { Kind: "Dense" } => "dense",
        { Kind: var kind } when kind.Contains("Pool", StringComparison.Ordinal) => "pool",
        { Reads.Count: > 1 } => "merge",
        _ => "other",
    };
}
