using System.Globalization;
using System.Net;
using CnnGen.Images;

namespace CnnGen.Visualization;

/// <summary>Writes a grid of maps as SVG: the maps as one picture, with title and scale around it.</summary>
internal static class GridSvg
{
    private const int Margin = 8;
    private const int TextHeight = 18;
    // About that of the widest fonts, on average.
    private const int LetterWidth = 8;
    private const int ScaleHeight = 10;
    private const int ScaleWidth = 160;

    // Maps of few pixels are enlarged to about this.
    private const int WantedMap = 28;

    /// <param name="grid">The grid.</param>
    /// <param name="rows">Rows of a map.</param>
    /// <param name="columns">Columns of a map.</param>
    public static string Write(MapGrid grid, int rows, int columns)
    {
        var pixel = Math.Max(1, WantedMap / Math.Max(rows, columns));
        var maps = grid.ToPicture(pixel);
        var width = Math.Max(Math.Max(maps.Width, ScaleWidth), grid.Title.Length * LetterWidth) + (2 * Margin);
        var scaleTop = Margin + TextHeight + maps.Height + Margin;
        var height = scaleTop + ScaleHeight + TextHeight + Margin;
        var least = grid.IsSigned ? $"-{Text(grid.Greatest)}" : "0";
        return Begin(grid.Title, width, height) + string.Create(CultureInfo.InvariantCulture, $"""
            {Image(maps, Margin, Margin + TextHeight, maps.Width, maps.Height)}
            {Image(Scale(grid.Colors), Margin, scaleTop, ScaleWidth, ScaleHeight)}
            <text x="{Margin}" y="{scaleTop + ScaleHeight + 14}">{least}</text>
            <text x="{Margin + ScaleWidth}" y="{scaleTop + ScaleHeight + 14}" text-anchor="end">{Text(grid.Greatest)}</text>
            </svg>

            """);
    }

    /// <summary>The begin of an SVG file with its title.</summary>
    /// <param name="title">The title.</param>
    /// <param name="width">How wide it is.</param>
    /// <param name="height">How high.</param>
    public static string Begin(string title, int width, int height) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>{SvgText.Style}</style>
        <text x="{Margin}" y="{Margin + 11}">{WebUtility.HtmlEncode(title)}</text>

        """);

    /// <summary>A picture within an SVG file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">How wide it is shown.</param>
    /// <param name="height">How high.</param>
    public static string Image(ByteImage picture, int x, int y, int width, int height) => string.Create(
        CultureInfo.InvariantCulture,
        $"<image x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\""
            + $" style=\"image-rendering: pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(picture.ToPng())}\"/>");

    private static ByteImage Scale(ColorMap colors)
    {
        var pixels = new byte[ScaleWidth * 3];
        for (var i = 0; i < ScaleWidth; i++)
            colors[(float)i / (ScaleWidth - 1)].CopyTo(pixels.AsSpan(i * 3));
        return new(1, ScaleWidth, 3, pixels);
    }

    private static string Text(float number) => number.ToString("G3", CultureInfo.InvariantCulture);
}
