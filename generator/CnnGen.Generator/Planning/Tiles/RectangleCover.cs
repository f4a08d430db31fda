using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>A rectangle of pixels cut into regions of equal tiles, and what it costs.</summary>
internal sealed record Cover(IReadOnlyList<PixelRegion> Regions, double Cycles);

/// <summary>
/// Covers rows x columns pixels by tiles of at most a given number of pixels: a main region, a strip on its right and a strip below it,
/// each strip covered in the same way by tiles of its own.
/// </summary>
/// <param name="mostPixels">The most pixels of a tile.</param>
/// <param name="costOfTile">What a tile of so many rows and columns costs; infinite where there is none.</param>
internal sealed class RectangleCover(int mostPixels, Func<int, int, double> costOfTile)
{
    private readonly Dictionary<(int Rows, int Columns), Cover> _best = [];

    public Cover Best(int rows, int columns)
    {
        if (rows == 0 || columns == 0)
            return new Cover([], 0);
        if (_best.TryGetValue((rows, columns), out var known))
            return known;

        Cover? best = null;
        for (var tileRows = 1; tileRows <= Math.Min(rows, mostPixels); tileRows++)
        {
            for (var tileColumns = 1; tileColumns <= Math.Min(columns, mostPixels / tileRows); tileColumns++)
            {
                var candidate = With(rows, columns, tileRows, tileColumns);
                if (best is null || candidate.Cycles < best.Cycles)
                    best = candidate;
            }
        }

        return _best[(rows, columns)] = best!;
    }

    private Cover With(int rows, int columns, int tileRows, int tileColumns)
    {
        var mainRows = rows / tileRows * tileRows;
        var mainColumns = columns / tileColumns * tileColumns;
        var tiles = mainRows / tileRows * (mainColumns / tileColumns);
        var right = Best(mainRows, columns - mainColumns);
        var below = Best(rows - mainRows, columns);
        var regions = new List<PixelRegion> { new(0, 0, mainRows, mainColumns, tileRows, tileColumns) };
        regions.AddRange(right.Regions.Select(region => region with { Column = region.Column + mainColumns }));
        regions.AddRange(below.Regions.Select(region => region with { Row = region.Row + mainRows }));
        return new Cover(regions, (tiles * costOfTile(tileRows, tileColumns)) + right.Cycles + below.Cycles);
    }
}
