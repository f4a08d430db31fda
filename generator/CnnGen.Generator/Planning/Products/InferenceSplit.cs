using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Tiles;

namespace CnnGen.Generator.Planning.Products;

/// <summary>
/// Decides into how many work items a layer is cut where several threads predict one image. Items are sized by the machine's cycles alone:
/// their number never depends on the threads, and no sum is shared by two of them.
/// </summary>
internal static class InferenceSplit
{
    /// <summary>
    /// Cycles that a work item should take, some microseconds: handing items out and waiting for the last costs about one.
    /// </summary>
    private const double LeastCycles = 8_000;

    private const int MostItems = 64;

    /// <summary>Blocks of strips from which on each is a work item; fewer would leave threads without one, and are cut further.</summary>
    private const int LeastBlocksAsItems = 8;

    /// <summary>Vectors of a dense layer's groups: a single image's sums are few, and narrow groups are many items.</summary>
    private const int DenseVectors = 2;

    /// <summary>Bytes of a kernel per cycle that are expected where each is used once.</summary>
    private const double StreamBytesPerCycle = 16;

    /// <summary>Cycles of a transform for each vector of a frequency.</summary>
    private const double TransformCycles = 5;

    /// <summary>The split of a direct product.</summary>
    public static ProductSplit Of(Product product, ProductTiling tiling, Target target)
    {
        if (product.PixelsAreImages)
        {
            target = target.For(product.BlockLanes);
            var vectors = Math.Min(DenseVectors, product.Blocks * product.BlockLanes / target.Lanes);
            var groups = VectorSplit.Groups(product.Blocks, product.BlockLanes, target, vectors);
            var streaming = sizeof(float) * (double)product.Blocks * product.BlockFloats / StreamBytesPerCycle;
            return new ProductSplit(new(groups), Items(Math.Max(tiling.Cycles, streaming), groups.Sum(group => group.Count)), Bands: 1);
        }

        var count = tiling.Groups.Sum(group => group.Count);
        var items = Items(tiling.Cycles, MostItems);
        var groupItems = Math.Min(items, count);
        var tiles = tiling.Regions.Max(region => region.Rows / region.TileRows * (region.Columns / region.TileColumns));
        return new ProductSplit(tiling.Groups, groupItems, Math.Min(items / groupItems, tiles));
    }

    /// <summary>The split of a product by Winograd's algorithm.</summary>
    public static WinogradSplit Of(WinogradProduct winograd, WinogradTiling tiling, Target target)
    {
        var (grid, lanes) = (winograd.Grid, target.For(winograd.Output.BlockLanes).Lanes);
        var blocks = (grid.TileRows + winograd.StripsPerBlock - 1) / winograd.StripsPerBlock;
        if (blocks >= LeastBlocksAsItems)
            return new WinogradSplit(blocks, new([]));

        var cyclesPerStrip = TransformCycles * grid.Frequencies * grid.TileColumns / lanes;
        var stages = new List<WinogradBlock>();
        for (var first = 0; first < grid.TileRows; first += winograd.StripsPerBlock)
        {
            var strips = Math.Min(winograd.StripsPerBlock, grid.TileRows - first);
            stages.Add(new WinogradBlock(
                first,
                strips,
                Items(strips * cyclesPerStrip * winograd.Input.ColumnStep, strips),
                Items(tiling.Cycles * strips / grid.TileRows, grid.Frequencies),
                Items(strips * cyclesPerStrip * winograd.Output.ColumnStep, strips)));
        }

        return new WinogradSplit(0, new(stages));
    }

    private static int Items(double cycles, int most) => (int)Math.Max(1, Math.Min(cycles / LeastCycles, Math.Min(most, MostItems)));
}
