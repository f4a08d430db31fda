namespace CnnGen.Generator.Planning;

/// <summary>Room that a worker needs for itself while it computes a layer in one direction; nothing in it is kept.</summary>
internal static class Scratch
{
    /// <summary>Floats for any direction of a layer, and for preparing its kernels.</summary>
    public static int Floats(Contraction contraction)
    {
        int[] needs =
        [
            OfProduct(contraction.Forward),
            .. contraction.InputGradients.Select(OfProduct),
            .. contraction.InputGradients.OfType<TiledWinograd>().Select(gradient => TransposedBlockFloats(gradient.Winograd)),
            contraction.WeightGradient is TiledWinogradGradient gradient ? gradient.Winograd.Sums.Floats : 0,
        ];
        return needs.Max();
    }

    /// <summary>One block of a transposed kernel, nine taps, before it is transformed.</summary>
    public static int TransposedBlockFloats(WinogradProduct product) =>
        Arena.Floats(9L * product.Terms * product.Output.BlockLanes, "a block of a transposed kernel");

    private static int OfProduct(PlannedProduct product) => product is TiledWinograd tiled ? tiled.Winograd.ScratchFloats : 0;
}
