using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>
/// Chooses the register tiles of depthwise products by <see cref="TileCost"/>: a tap's vector is what a product's broadcast is there.
/// </summary>
internal static class DepthwiseTiler
{
    /// <summary>Taps of a kernel's row whose weights are held in registers together.</summary>
    private const int MostTapsAtOnce = 7;

    /// <summary>Pixels of a tile: more share no more inputs worth having.</summary>
    private const int MostPixels = 16;

    /// <summary>The same for instruction sets whose text is compiled by everyone and run by few.</summary>
    private const int MostFallbackPixels = 4;

    /// <summary>Multiply-adds that are written out in a row.</summary>
    private const int MostTerms = 160;

    /// <summary>Registers for output gradients, at least, where a kernel's taps would fill all.</summary>
    private const int LeastPixels = 4;

    /// <summary>Neighbouring blocks share pairs of cache lines, which processors fetch together.</summary>
    private const int BlocksPerItem = 2;

    public static DepthwiseTiling Choose(DepthwiseProduct product, Target target)
    {
        target = target.For(product.BlockLanes);
        var taps = product.Taps;
        var atOnce = LargestDivisor(taps.Columns, MostTapsAtOnce);
        var most = IsFallback(target) ? MostFallbackPixels : Math.Min(MostPixels, target.Registers - atOnce - 1);
        var cover = new RectangleCover(most, pixels => Cycles(target, pixels, taps.Count)).Best(1, product.Columns);
        var unrollsRows = !IsFallback(target)
            && atOnce == taps.Columns
            && taps.Count * cover.Regions.Max(region => region.TileColumns) <= MostTerms;
        return new DepthwiseTiling(new(cover.Regions), atOnce, unrollsRows);
    }

    public static DepthwiseOuterTiling Choose(DepthwiseOuterProduct product, Target target)
    {
        target = target.For(product.BlockLanes);
        // One register for the input, one for the sum of the bias.
        var free = target.Registers - 1 - (product.HasBias ? 1 : 0);
        var cover = new RectangleCover(free - LeastPixels, taps => Cycles(target, taps, product.Rows * product.Columns))
            .Best(product.KernelRows, product.KernelColumns);
        var largest = cover.Regions.Max(region => region.TileRows * region.TileColumns);
        var vectors = product.Blocks * (product.BlockLanes / target.Lanes);
        var perItem = Math.Min(BlocksPerItem, product.Blocks);
        return new DepthwiseOuterTiling(
            new(FirstAlone(cover.Regions)),
            IsFallback(target) ? 1 : PixelsAtOnce(product.Columns, Math.Min(free - largest, MostTerms / largest)),
            perItem,
            (product.Blocks + perItem - 1) / perItem,
            cover.Cycles * vectors);
    }

    private static bool IsFallback(Target target) => target.Lanes <= 4;

    private static double Cycles(Target target, int sums, int terms) =>
        (TileCost.PerTerm(target, sums, vectors: 1, unroll: 1, vectorsFromL2: false) * terms) + TileCost.PerTile(sums, vectors: 1);

    /// <summary>
    /// The largest divisor of a row, if it is more than half of what fits, so that no pixels are left over; else what fits.
    /// </summary>
    private static int PixelsAtOnce(int columns, int most)
    {
        most = Math.Min(columns, Math.Max(1, most));
        var divisor = LargestDivisor(columns, most);
        return 2 * divisor > most ? divisor : most;
    }

    private static int LargestDivisor(int number, int most)
    {
        var divisor = Math.Min(number, most);
        while (divisor > 1 && number % divisor != 0)
            divisor--;
        return divisor;
    }

    private static IEnumerable<PixelRegion> FirstAlone(IReadOnlyList<PixelRegion> regions)
    {
        var all = regions[0];
        var (height, width) = (all.TileRows, all.TileColumns);
        yield return all with { Rows = height, Columns = width };
        if (all.Columns > width)
            yield return all with { Column = width, Rows = height, Columns = all.Columns - width };
        if (all.Rows > height)
            yield return all with { Row = height, Rows = all.Rows - height };
        foreach (var region in regions.Skip(1))
            yield return region;
    }
}
