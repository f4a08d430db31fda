using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Memory;

/// <summary>Room that a worker needs for itself while it computes a layer in one direction; nothing in it is kept.</summary>
internal static class Scratch
{
    /// <summary>Floats for any direction of a layer, and for preparing its kernels.</summary>
    public static int Floats(Contraction contraction)
    {
        int[] needs =
        [
            contraction.Forward.ScratchFloats,
            .. contraction.InputGradients.Select(gradient => gradient.ScratchFloats),
            .. contraction.InputGradients.OfType<TiledWinograd>().Select(gradient => gradient.Winograd.TransposedBlockFloats),
            contraction.WeightGradient is TiledWinogradGradient gradient ? gradient.Winograd.Sums.Floats : 0,
        ];
        return needs.Max();
    }
}
