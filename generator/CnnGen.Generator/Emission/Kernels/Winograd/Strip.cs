using CnnGen.Generator.Emission.Text;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>Rows of tiles, counted through all images of a pass.</summary>
internal static class Strip
{
    /// <summary>Where a strip begins in a feature map, from the first image's first pixel, as C#.</summary>
    public static string Offset(WinogradGrid grid, PixelPlane plane, string strip = "strip") =>
        Offset(grid.TileRows, grid.Tile * plane.RowStep, strip);

    /// <summary>Where a strip begins in what a product stores.</summary>
    public static string OutputOffset(WinogradProduct winograd) =>
        Offset(winograd.Grid.TileRows, winograd.StoredTile * winograd.Output.RowStep, "strip");

    /// <summary>
    /// Asks for some rows of pixels of the strip that begins at <paramref name="start"/>, below the tile in a column: tiles are read in too
    /// many places at once for the processor to foresee them.
    /// </summary>
    public static string AskFor(string start, string column, WinogradGrid grid, PixelPlane plane, string rows)
    {
        var floats = grid.Tile * plane.ColumnStep;
        var tile = CodeWriter.Plus(start, CodeWriter.Times(column, floats));
        return $"Prefetch.Lines({tile}, {plane.RowStep}, {rows}, {CacheLine.Count(floats)});";
    }

    private static string Offset(int stripsPerImage, int step, string strip) =>
        stripsPerImage == 1 ? $"{strip} * imageStride" : $"{strip} / {stripsPerImage} * imageStride + {strip} % {stripsPerImage} * {step}";
}
