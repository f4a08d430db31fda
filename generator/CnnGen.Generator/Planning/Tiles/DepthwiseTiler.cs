using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>
/// Chooses the register tiles of depthwise products by <see cref="TileCost"/>: a tap's vector is what a product's broadcast is there.
/// </summary>
internal static class DepthwiseTiler
{
    /// <summary>Taps of a kernel's row whose weights are held in registers together.</summary>
    private const int MostTapsAtOnce = 7;

    /// <summary>Pixels of a tile of one row: more share no more inputs worth having.</summary>
    private const int MostPixels = 16;

    /// <summary>The same for instruction sets whose text is compiled by everyone and run by few.</summary>
    private const int MostFallbackPixels = 4;

    /// <summary>Multiply-adds that are written out in a row.</summary>
    private const int MostTerms = 360;

    /// <summary>Of an outer product's.</summary>
    private const int MostOuterTerms = 160;

    /// <summary>Taps from which on tiles of narrow vectors may have several rows.</summary>
    private const int LeastTapsOfRows = 16;

    /// <summary>What comes from the second-level cache and goes there.</summary>
    private const double BytesPerCycle = 48;

    /// <summary>Cycles of a vector around the terms.</summary>
    private const double CyclesAround = 6;

    /// <summary>Registers for output gradients, at least, where a kernel's taps would fill all.</summary>
    private const int LeastPixels = 4;

    /// <summary>Neighbouring blocks share pairs of cache lines, which processors fetch together.</summary>
    private const int BlocksPerItem = 2;

    public static DepthwiseTiling Choose(DepthwiseProduct product, Target target)
    {
        target = target.For(product.BlockLanes);
        var taps = product.Taps;
        var atOnce = LargestDivisor(taps.Columns, MostTapsAtOnce);
        if (IsFallback(target) || taps.Count == 0 || atOnce < taps.Columns || taps.Count * LeastPixels > MostTerms)
        {
            var most = IsFallback(target) ? MostFallbackPixels : Math.Min(MostPixels, target.Registers - atOnce - 1);
            var inRows = new RectangleCover(
                most, (rows, columns) => rows == 1 ? Cycles(product, target, 1, columns) : double.PositiveInfinity);
            return new DepthwiseTiling(
                new(inRows.Best(product.Rows, product.Columns).Regions), atOnce, UnrollsRows: false, ReadsAhead: false);
        }

        var cover = new RectangleCover(target.Registers, (rows, columns) => Fits(product, target, rows, columns)
            ? Cycles(product, target, rows, columns)
            : double.PositiveInfinity).Best(product.Rows, product.Columns);
        return new DepthwiseTiling(new(cover.Regions), atOnce, UnrollsRows: true, ReadsAhead: true);
    }

    /// <summary>Whether sums, an input, and the weights of all rows of taps that meet a row of inputs fit into the registers.</summary>
    private static bool Fits(DepthwiseProduct product, Target target, int rows, int columns)
    {
        var taps = product.Taps;
        // A cache line that several vectors share comes but once for them: there few taps gain nothing by tiles of several rows.
        if (rows > 1 && target.Lanes < CacheLine.Floats && taps.Count < LeastTapsOfRows)
            return false;
        var rowsAtOnce = Enumerable.Range(0, product.Input.InputRowsOf(taps.Rows, rows))
            .Max(input => product.Input.MeetingRows(input, taps.Rows, rows).Count());
        return (rows * columns) + (rowsAtOnce * taps.Columns) + 1 <= target.Registers && rows * columns * taps.Count <= MostTerms;
    }

    /// <summary>
    /// Cycles of a tile's vector: multiply-adds, or the way from the second-level cache, where the rows of an image mostly are when a tile
    /// comes back for them; the two hide each other but in part.
    /// </summary>
    private static double Cycles(DepthwiseProduct product, Target target, int rows, int columns)
    {
        var (taps, input) = (product.Taps, product.Input);
        var pixels = rows * columns;
        var loads = Meeting(input.InputRowsOf(taps.Rows, rows), at => input.MeetingRows(at, taps.Rows, rows))
            * Meeting(input.InputsOf(taps.Columns, columns), at => input.Meeting(at, taps.Columns, columns));
        var sums = Math.Max(pixels * taps.Count / 2.0, (loads + taps.Count) / 2.0);
        // Inputs that do not stay come once for each vector of a cache line.
        var stays = input.InputRowsOf(taps.Rows, rows) * input.InputsOf(taps.Columns, columns) <= TileCost.LinesThatStay(input.ColumnStep);
        var floats = (loads * (stays ? target.Lanes : CacheLine.Floats)) + (pixels * target.Lanes);
        var lines = floats * sizeof(float) / BytesPerCycle;
        return Math.Max(sums, lines) + (Math.Min(sums, lines) / 4) + (pixels / 2.0) + CyclesAround;

        static double Meeting(int count, Func<int, IEnumerable<(int Tap, int Pixel)>> meets) =>
            Enumerable.Range(0, Math.Max(0, count)).Count(at => meets(at).Any());
    }

    public static DepthwiseOuterTiling Choose(DepthwiseOuterProduct product, Target target)
    {
        target = target.For(product.BlockLanes);
        // One register for the input, one for the sum of the bias.
        var free = target.Registers - 1 - (product.HasBias ? 1 : 0);
        var cover = new RectangleCover(
                free - LeastPixels, (rows, columns) => Cycles(target, rows * columns, product.Rows * product.Columns))
            .Best(product.KernelRows, product.KernelColumns);
        var largest = cover.Regions.Max(region => region.TileRows * region.TileColumns);
        var vectors = product.Blocks * (product.BlockLanes / target.Lanes);
        var perItem = Math.Min(BlocksPerItem, product.Blocks);
        return new DepthwiseOuterTiling(
            new(FirstAlone(cover.Regions)),
            IsFallback(target) ? 1 : PixelsAtOnce(product.Columns, Math.Min(free - largest, MostOuterTerms / largest)),
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
