using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Tiles;

/// <summary>
/// Cycles of a register tile on a core with two fused multiply-add pipes of latency four and two load ports. The constants are those that
/// current server cores share; they rank candidates and never enter the arithmetic, so another core gets the same bits.
/// </summary>
internal static class TileCost
{
    private const double PipesPerCycle = 2;
    private const double LoadsPerCycle = 2;
    private const double InstructionsPerCycle = 5;
    private const double Latency = 4;
    private const double StreamBytesPerCycle = 24;

    /// <summary>
    /// Registers that a tile of <paramref name="broadcasts"/> x <paramref name="vectors"/> sums needs: the sums, the vectors, one
    /// broadcast.
    /// </summary>
    public static int Registers(int broadcasts, int vectors) => (broadcasts * vectors) + vectors + 1;

    /// <summary>The most broadcasts that fit beside <paramref name="vectors"/> vectors.</summary>
    public static int MostBroadcasts(Target target, int vectors) => (target.Registers - 1 - vectors) / vectors;

    /// <summary>Cycles of one term of all sums of a tile.</summary>
    public static double PerTerm(Target target, int broadcasts, int vectors, int unroll, bool vectorsFromL2)
    {
        double sums = broadcasts * vectors;
        var loads = broadcasts + vectors;
        var cycles = Math.Max(sums / PipesPerCycle, loads / LoadsPerCycle);
        cycles = Math.Max(cycles, (sums + loads + (3.0 / unroll)) / InstructionsPerCycle);
        cycles = Math.Max(cycles, Latency);
        if (vectorsFromL2)
            cycles = Math.Max(cycles, vectors * target.Lanes * sizeof(float) / StreamBytesPerCycle);
        return cycles;
    }

    /// <summary>Cycles around the terms: call, first loads, activation, stores.</summary>
    public static double PerTile(int broadcasts, int vectors) => 15 + (1.5 * broadcasts * vectors);

    /// <summary>Cache lines so many floats apart that the first-level cache holds together: a power of two leaves but few places.</summary>
    public static int LinesThatStay(int step)
    {
        const int ways = 12;
        const int all = 64;
        var sets = all;
        while (sets > 1 && step % (all / sets * CacheLine.Floats * 2) == 0)
            sets /= 2;
        return ways * sets;
    }
}
