namespace CnnGen.Generator.Planning;

/// <summary>Chooses the register tiles of a <see cref="WinogradProduct"/>'s frequencies: tiles times vectors of output channels.</summary>
internal static class WinogradTiler
{
    public static WinogradTiling Choose(WinogradProduct winograd, Product product, Target target)
    {
        target = target.For(product.BlockLanes);
        WinogradTiling? best = null;
        foreach (var vectors in VectorSplit.Candidates(product.Blocks, product.BlockLanes, target))
        {
            var groups = VectorSplit.Groups(product.Blocks, product.BlockLanes, target, vectors);
            var most = Math.Min(Math.Max(1, TileCost.MostBroadcasts(target, vectors)), winograd.TilesPerBlock);
            for (var tiles = 1; tiles <= most; tiles++)
            {
                // A block of strips is a whole number of rows of tiles, and so is what the last block has left.
                var rest = GreatestCommonDivisor(tiles, winograd.Grid.TileColumns);
                var unroll = ProductTiler.UnrollOf(target, product.Reduction.InnerCount, tiles * vectors);
                var perGroup = (winograd.TilesPerBlock / tiles * CostOf(product, target, tiles, vectors, unroll))
                    + (winograd.TilesPerBlock % tiles / rest * CostOf(product, target, rest, vectors, unroll));
                var perImage = groups.Sum(group => group.Count) * perGroup * winograd.Grid.Frequencies * winograd.Grid.TileRows / winograd.StripsPerBlock;
                if (best is null || perImage < best.Cycles)
                    best = new WinogradTiling(new(groups), tiles, rest, unroll, perImage);
            }
        }

        return best!;
    }

    private static double CostOf(Product product, Target target, int tiles, int vectors, int unroll) =>
        (TileCost.PerTerm(target, tiles, vectors, unroll, ProductTiler.IsFromL2(product, target, vectors)) * product.Reduction.Count) + TileCost.PerTile(tiles, vectors);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
