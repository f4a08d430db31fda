using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>Chooses the register tiles of products in groups: a few pixels of one vector of channels.</summary>
internal static class GroupedTiler
{
    /// <summary>Columns of a window whose weights are held in registers together; wider ones are not computed in this way.</summary>
    public const int MostColumns = 7;

    /// <summary>Multiply-adds that are written out in a row.</summary>
    private const int MostTerms = 360;

    /// <summary>Pixels of a tile for instruction sets whose text is compiled by everyone and run by few.</summary>
    private const int MostFallbackPixels = 4;

    private const double Latency = 4;

    /// <summary>A part of a second-level cache.</summary>
    private const int BandFloats = 64 * 1024;

    /// <summary>What a load takes that the first-level cache has not, in loads that it has.</summary>
    private const double MissedLoad = 5;

    public static GroupedTiling Choose(GroupedProduct product, Target target)
    {
        target = target.For(product.Plain.BlockLanes);
        var one = WithVectors(product, target, 1);
        // Vectors of one group share what they read.
        if (target.Lanes <= 4 || product.Groups.Outputs / target.Lanes % 2 != 0 || product.Groups.ShareVectors(target.Lanes))
            return one;
        var two = WithVectors(product, target, 2);
        return two.Cycles < one.Cycles ? two : one;
    }

    private static GroupedTiling WithVectors(GroupedProduct product, Target target, int vectors)
    {
        var (plain, taps, input) = (product.Plain, product.Plain.Taps, product.Plain.Input);
        var most = target.Lanes <= 4 ? MostFallbackPixels : (target.Registers - 1 - (taps.Columns * vectors)) / vectors;
        // Inputs that are spread over lanes are written out one by one.
        if (product.Groups.ShareVectors(target.Lanes))
            most = Math.Min(most, Math.Max(1, MostTerms / Math.Max(1, taps.Columns * product.Groups.Inputs)));
        var cover = new RectangleCover(Math.Max(1, most), Cycles).Best(plain.Rows, plain.Columns);
        var bands = cover.Regions.Select(region => (int)Math.Max(1, Math.Min(
            region.Rows / region.TileRows,
            BandFloats / (region.TileRows * (((long)input.StrideHeight * input.RowStep) + plain.OutputRowStep)))));
        var tiles = (double)plain.Blocks * plain.BlockLanes / target.Lanes / vectors;
        return new GroupedTiling(new(cover.Regions), new(bands), vectors, cover.Cycles * tiles);

        double Cycles(int rows, int columns)
        {
            var sums = rows * columns * vectors;
            var inputs = rows * input.InputsOf(taps.Columns, columns);
            var loads = (inputs * (inputs > TileCost.LinesThatStay(input.ColumnStep) ? MissedLoad : 1)) + (taps.Columns * vectors);
            // A sum waits for the one before it.
            var perTerm = Math.Max(Math.Max(sums * taps.Columns / 2.0, loads / 2.0), Latency * taps.Columns);
            return (perTerm * taps.Rows * product.Groups.Inputs) + TileCost.PerTile(rows * columns, vectors);
        }
    }

    public static GroupedOuterTiling Choose(GroupedOuterProduct product, Target target)
    {
        var plain = product.Plain;
        target = target.For(plain.BlockLanes);
        var isFallback = target.Lanes <= 4;
        // Besides the sums an input and two gradients.
        var most = isFallback ? 1 : Math.Max(1, (target.Registers - 3) / plain.KernelColumns);
        var terms = Math.Min(most, product.Groups.Inputs);
        while (product.Groups.Inputs % terms != 0)
            terms--;
        var sums = terms * plain.KernelColumns;
        var pixels = isFallback
            ? 1
            : Math.Min(plain.Columns, Math.Max(1, Math.Min(target.Registers - 1 - sums, MostTerms / 2 / sums)));
        var vectors = (double)plain.Blocks * plain.BlockLanes / target.Lanes;
        var perPixel = Math.Max(sums / 2.0, Latency / pixels);
        var tiles = (double)plain.KernelRows * product.Groups.Inputs / terms;
        return new GroupedOuterTiling(terms, pixels, vectors * tiles * perPixel * plain.Rows * plain.Columns);
    }
}
