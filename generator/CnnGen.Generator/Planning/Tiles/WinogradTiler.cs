using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>Chooses the register tiles of a <see cref="WinogradProduct"/>'s frequencies: tiles times vectors of output channels.</summary>
internal static class WinogradTiler
{
    /// <param name="winograd">What is computed.</param>
    /// <param name="product">The product of one frequency.</param>
    /// <param name="target">The instruction set.</param>
    /// <param name="tiles">How many tiles there are at a time: those of a full block, or of one image.</param>
    public static WinogradTiling Choose(WinogradProduct winograd, Product product, Target target, int tiles)
    {
        product = winograd.ProductsFor(target, product);
        target = target.For(product.BlockLanes);
        // A block is a whole number of images or, where one image has many tiles, of strips; and so is what the last block has left.
        var unit = winograd.HasWholeImages ? winograd.Grid.Tiles : winograd.Grid.TileColumns;
        WinogradTiling? best = null;
        // A group takes whole panels where they are wide: the rest of their rows would only be in its way.
        var fewest = product.BlockLanes > winograd.Output.BlockLanes ? product.BlockLanes / target.Lanes : 1;
        foreach (var vectors in VectorSplit.Candidates(product.Blocks, product.BlockLanes, target).Where(vectors => vectors >= fewest))
        {
            var groups = VectorSplit.Groups(product.Blocks, product.BlockLanes, target, vectors);
            var most = Math.Min(Math.Max(1, TileCost.MostBroadcasts(target, vectors)), tiles);
            for (var atOnce = 1; atOnce <= most; atOnce++)
            {
                var rest = GreatestCommonDivisor(atOnce, unit);
                var unroll = ProductTiler.UnrollOf(target, product.Reduction.InnerCount, atOnce * vectors);
                // A kernel that few register tiles read comes from afar each time.
                var isFromL2 = tiles <= 2 * atOnce || ProductTiler.IsFromL2(product, target, vectors);
                var perGroup = (tiles / atOnce * CostOf(product, target, atOnce, vectors, unroll, isFromL2))
                    + (tiles % atOnce / rest * CostOf(product, target, rest, vectors, unroll, isFromL2));
                var perImage = groups.Sum(group => group.Count) * perGroup * winograd.Grid.Frequencies * winograd.Grid.Tiles / tiles;
                if (best is null || perImage < best.Cycles)
                    best = new WinogradTiling(new(groups), atOnce, rest, unroll, perImage);
            }
        }

        return best!;
    }

    private static double CostOf(Product product, Target target, int tiles, int vectors, int unroll, bool isFromL2) =>
        (TileCost.PerTerm(target, tiles, vectors, unroll, isFromL2) * product.Reduction.Count) + TileCost.PerTile(tiles, vectors);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
