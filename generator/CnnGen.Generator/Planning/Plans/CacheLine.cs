namespace CnnGen.Generator.Planning.Plans;

/// <summary>A line of the processor's caches, to which everything is aligned.</summary>
internal static class CacheLine
{
    /// <summary>Floats of a line.</summary>
    public const int Floats = 16;

    /// <summary>So many floats, rounded up to whole lines.</summary>
    public static long Align(long floats) => (floats + Floats - 1) / Floats * Floats;

    /// <summary>Lines that so many floats take, from the start of one on.</summary>
    public static int Count(int floats) => (floats + Floats - 1) / Floats;
}
