using System.Text;
using OxyPlot;

namespace CnnGen.Charts;

/// <summary>
/// The colours of charts on light pages, and what stands for each on dark ones. Series have those of Okabe and Ito's palette, which
/// colour-blind people tell apart; they differ in their dashes or places, too.
/// </summary>
internal static class ChartColors
{
    public static readonly OxyColor Ink = OxyColor.FromRgb(0x33, 0x33, 0x33);
    public static readonly OxyColor Grid = OxyColor.FromRgb(0xe3, 0xe3, 0xe3);
    public static readonly OxyColor Axis = OxyColor.FromRgb(0x76, 0x76, 0x76);
    public static readonly OxyColor Blue = OxyColor.FromRgb(0x00, 0x72, 0xb2);
    public static readonly OxyColor Vermilion = OxyColor.FromRgb(0xd5, 0x5e, 0x00);
    public static readonly OxyColor Green = OxyColor.FromRgb(0x00, 0x9e, 0x73);

    /// <summary>Text on a strong colour; the same on both.</summary>
    public static readonly OxyColor Bright = OxyColor.FromRgb(0xff, 0xff, 0xff);

    /// <summary>Cells of a matrix, by how opaque they are; the same on both.</summary>
    public static readonly OxyColor Cell = OxyColor.FromRgb(0x1f, 0x5f, 0xbf);

    private static readonly (OxyColor Light, string Dark)[] OnDark =
    [
        (Ink, "#d8dae0"), (Grid, "#33363d"), (Axis, "#8b8f98"), (Blue, "#56b4e9"), (Vermilion, "#f0883e"), (Green, "#2fc79a"),
    ];

    /// <summary>
    /// Style sheet that changes the colours where the reader wants dark pages. OxyPlot writes colours into each element, so that they are
    /// found there.
    /// </summary>
    public static string DarkStyle()
    {
        var style = new StringBuilder("@media (prefers-color-scheme: dark) {");
        foreach (var (light, dark) in OnDark)
        {
            var written = $"rgb({light.R},{light.G},{light.B})";
            style.Append($" [fill=\"{written}\"] {{ fill: {dark} }}");
            foreach (var property in (string[])["fill", "stroke"])
                style.Append($" [style*=\"{property}:{written}\"] {{ {property}: {dark} !important }}");
        }

        return style.Append(" }").ToString();
    }
}
