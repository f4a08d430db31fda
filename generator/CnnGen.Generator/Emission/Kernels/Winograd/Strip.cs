using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission.Kernels.Winograd;

/// <summary>Rows of tiles, counted through all images of a pass.</summary>
internal static class Strip
{
    /// <summary>Where the strip called <c>strip</c> begins in a feature map, from the first image's first pixel, as C#.</summary>
    public static string Offset(WinogradGrid grid, PixelPlane plane) => grid.TileRows == 1
        ? "strip * imageStride"
        : $"strip / {grid.TileRows} * imageStride + strip % {grid.TileRows} * {grid.Tile * plane.RowStep}";
}
