using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>Chooses the register tiles of an <see cref="OuterProduct"/>: rows of the kernel times vectors of output channels.</summary>
internal static class OuterProductTiler
{
    /// <summary>Pixels summed between two trips of the accumulators to memory, at least, where a batch has that many.</summary>
    private const int PixelsPerPass = 192;

    public static OuterProductTiling Choose(OuterProduct product, Target target)
    {
        target = target.For(product.BlockLanes);
        OuterProductTiling? best = null;
        foreach (var vectors in VectorSplit.Candidates(product.Blocks, product.BlockLanes, target))
        {
            var groups = VectorSplit.Groups(product.Blocks, product.BlockLanes, target, vectors);
            var most = Math.Max(1, TileCost.MostBroadcasts(target, vectors));
            for (var rows = 1; rows <= most; rows++)
            {
                var tiles = Tiles(product.Reduction, rows);
                var perGroup = tiles.Sum(tile => tile.Tiles(product.Reduction) * CostOf(product, target, tile.Rows, vectors));
                var cycles = groups.Sum(group => group.Count) * perGroup * product.Fan.Count;
                if (best is null || cycles < best.Cycles)
                    best = new OuterProductTiling(new(groups), new(tiles), ImagesPerPass(product), LinesAhead(product, tiles), cycles);
            }
        }

        return best!;
    }

    private static int ImagesPerPass(OuterProduct product)
    {
        var pixels = product.Rows * product.Columns;
        return Math.Max(1, (PixelsPerPass + pixels - 1) / pixels);
    }

    /// <summary>
    /// Tiles read short pieces far apart, which no hardware prefetcher follows: each image would come from memory one missed line at a
    /// time. A single pixel is read in one piece and needs no help.
    /// </summary>
    private static int LinesAhead(OuterProduct product, List<RowTile> tiles)
    {
        if (product.Rows * product.Columns == 1)
            return 0;
        var count = CacheLine.Floats * tiles.Sum(tile => tile.Tiles(product.Reduction));
        return (product.InputFloats + count - 1) / count;
    }

    private static double CostOf(OuterProduct product, Target target, int rows, int vectors)
    {
        var pixels = product.Rows * product.Columns;
        return (pixels * TileCost.PerTerm(target, rows, vectors, unroll: 1, vectorsFromL2: false))
            + (TileCost.PerTile(rows, vectors) / ImagesPerPass(product));
    }

    /// <summary>
    /// All rows of the kernel in tiles of at most <paramref name="rows"/>: several whole runs per tile where they fit, else parts of runs.
    /// </summary>
    private static List<RowTile> Tiles(Reduction reduction, int rows)
    {
        var runs = reduction.OuterCount * reduction.MiddleCount;
        var length = reduction.InnerCount;
        var tiles = new List<RowTile>();
        if (rows >= 2 * length && reduction.MiddleCount == 1)
        {
            var runsPerTile = Math.Min(rows / length, runs);
            tiles.Add(new RowTile(0, 0, runsPerTile, length, runs / runsPerTile, IsWholeRuns: true));
            if (runs % runsPerTile != 0)
                tiles.Add(new RowTile(runs - (runs % runsPerTile), 0, runs % runsPerTile, length, 1, IsWholeRuns: true));
            return tiles;
        }

        rows = Math.Min(rows, length);
        tiles.Add(new RowTile(0, 0, 1, rows, length / rows, IsWholeRuns: false));
        if (length % rows != 0)
            tiles.Add(new RowTile(0, length - (length % rows), 1, length % rows, 1, IsWholeRuns: false));
        return tiles;
    }
}
