using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>
/// Chooses the register tiles of a <see cref="Product"/> from the table of all that fit the registers, by <see cref="TileCost"/>.
/// </summary>
internal static class ProductTiler
{
    /// <summary>Beyond this many images per tile the pointers no longer fit the general registers.</summary>
    private const int MostImagesPerTile = 8;

    private const int L1Bytes = 24 * 1024;

    /// <summary>A part of a second-level cache; the kernel has to be there, too.</summary>
    private const int BandFloats = 64 * 1024;

    public static ProductTiling Choose(Product product, Target target)
    {
        target = target.For(product.BlockLanes);
        ProductTiling? best = null;
        foreach (var vectors in VectorSplit.Candidates(product.Blocks, product.BlockLanes, target))
        {
            var candidate = WithVectors(product, target, vectors);
            if (best is null || candidate.Cycles < best.Cycles)
                best = candidate;
        }

        return InBands(best!, product);
    }

    /// <summary>Whether the vectors of a group's kernel are too many for the first-level cache.</summary>
    public static bool IsFromL2(Product product, Target target, int vectors) =>
        product.Reduction.Count * vectors * target.Lanes * sizeof(float) > L1Bytes;

    /// <summary>The largest divisor of a run's length that is worth unrolling by.</summary>
    public static int UnrollOf(Target target, int runLength, int sums)
    {
        // The two fallbacks are kept short: their text is compiled by everyone and run by few.
        if (target.Lanes <= 4)
            return 1;
        // A short run is unrolled whole, a long one such that an iteration has about 56 multiply-adds. Whole runs stay small: in one
        // of them neighbouring pixels share inputs, the JIT keeps every shared one in a register, and with the sums of a large tile
        // those no longer fit.
        if (runLength * sums <= 112)
            return Math.Max(1, runLength);
        for (var unroll = Math.Max(1, Math.Min(4, 56 / sums)); unroll > 1; unroll--)
        {
            if (runLength % unroll == 0)
                return unroll;
        }

        return 1;
    }

    /// <summary>Lets several groups of channels pass what they read and write while it is in the second-level cache.</summary>
    private static ProductTiling InBands(ProductTiling tiling, Product product)
    {
        if (product.PixelsAreImages || tiling.Groups.Sum(group => group.Count) * product.Fan.Count == 1)
            return tiling;
        var imageFloats = product.Rows * ((long)product.InputRowStep + product.OutputRowStep);
        if (imageFloats <= BandFloats)
            return tiling with { ImagesPerBand = (int)(BandFloats / imageFloats) };
        return tiling with { TilesPerBand = new(tiling.Regions.Select(TilesOf)) };

        int TilesOf(PixelRegion region)
        {
            var (tiles, floats) = region.Rows > region.TileRows
                ? (region.Rows / region.TileRows, region.TileRows * ((long)product.InputRowStep + product.OutputRowStep))
                : (region.Columns / region.TileColumns, region.TileColumns * ((long)product.InputColumnStep + product.OutputColumnStep));
            return (int)Math.Max(1, Math.Min(tiles, BandFloats / floats));
        }
    }

    private static ProductTiling WithVectors(Product product, Target target, int vectors)
    {
        var groups = VectorSplit.Groups(product.Blocks, product.BlockLanes, target, vectors);
        var fromL2 = IsFromL2(product, target, vectors);
        var most = Math.Max(1, TileCost.MostBroadcasts(target, vectors));
        if (product.PixelsAreImages)
            most = Math.Min(most, MostImagesPerTile);
        var unroll = UnrollOf(target, product.Reduction.InnerCount, most * vectors);

        double CostOf(int broadcasts) =>
            (TileCost.PerTerm(target, broadcasts, vectors, unroll, fromL2) * product.Reduction.Count)
                + TileCost.PerTile(broadcasts, vectors);

        var cover = product.PixelsAreImages
            ? new Cover([new PixelRegion(0, 0, 1, 0, 1, most)], CostOf(most) / most)
            : new RectangleCover(most, (rows, columns) => CostOf(rows * columns)).Best(product.Rows, product.Columns);
        // Remainder groups are narrower; count them as whole ones.
        var groupCount = groups.Sum(group => group.Count);
        return new ProductTiling(new(groups), new(cover.Regions), unroll, cover.Cycles * groupCount * product.Fan.Count);
    }
}

/// <summary>Splits of output channels into groups of vectors.</summary>
internal static class VectorSplit
{
    /// <summary>
    /// Group sizes that keep every group at a constant distance from its block: divisors of a block's vectors, or whole blocks.
    /// </summary>
    public static IEnumerable<int> Candidates(int blocks, int blockLanes, Target target)
    {
        var perBlock = blockLanes / target.Lanes;
        var total = blocks * perBlock;
        for (var vectors = 1; vectors <= Math.Min(total, target.Registers / 2); vectors++)
        {
            if (IsAllowed(vectors, perBlock) && TileCost.Registers(1, vectors) <= target.Registers)
                yield return vectors;
        }
    }

    /// <summary>All vectors in groups of <paramref name="vectors"/>, then ever smaller groups for the rest.</summary>
    public static List<VectorGroup> Groups(int blocks, int blockLanes, Target target, int vectors)
    {
        var perBlock = blockLanes / target.Lanes;
        var total = blocks * perBlock;
        var groups = new List<VectorGroup>();
        var first = 0;
        for (var size = vectors; first < total; size--)
        {
            var count = (total - first) / size;
            if (count == 0 || !IsAllowed(size, perBlock))
                continue;
            groups.Add(new VectorGroup(first, size, count));
            first += count * size;
        }

        return groups;
    }

    private static bool IsAllowed(int vectors, int perBlock) => vectors % perBlock == 0 || perBlock % vectors == 0;
}
