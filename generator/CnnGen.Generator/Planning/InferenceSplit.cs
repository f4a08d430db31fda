namespace CnnGen.Generator.Planning;

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

/// <summary>
/// How a <see cref="Product"/> for one image is cut: each item takes some of the groups and one band of the register tiles.
/// </summary>
/// <param name="Groups">The split of the output channels.</param>
/// <param name="GroupItems">Parts that the groups are dealt to.</param>
/// <param name="Bands">Parts that each region's tiles are dealt to.</param>
internal sealed record ProductSplit(EquatableArray<VectorGroup> Groups, int GroupItems, int Bands)
{
    public int Items => GroupItems * Bands;
}

/// <summary>
/// How a <see cref="WinogradProduct"/> for one image is cut: where its blocks of strips are many, each is an item with scratch room of its
/// own; else the three steps of each block are stages, and all threads share what lies between them.
/// </summary>
/// <param name="BlockItems">Blocks that are work items; 0 where the steps are stages.</param>
/// <param name="Blocks">The blocks whose steps are stages.</param>
internal sealed record WinogradSplit(int BlockItems, EquatableArray<WinogradBlock> Blocks);

/// <summary>A block of strips and the work items of its three steps.</summary>
/// <param name="First">The first strip.</param>
/// <param name="Strips">Strips of the block.</param>
/// <param name="InputItems">Items of the input's transform, each some strips.</param>
/// <param name="ProductItems">Items of the products, each some frequencies.</param>
/// <param name="OutputItems">Items of the output's transform, each some strips.</param>
internal readonly record struct WinogradBlock(int First, int Strips, int InputItems, int ProductItems, int OutputItems);
