namespace CnnGen.Generator.Planning.Plans;

/// <summary>What the planner knows of an instruction set: 32-bit lanes per vector and vector registers.</summary>
internal sealed record Target(string Name, int Lanes, int Registers)
{
    public static readonly Target Avx512 = new("Avx512", 16, 32);
    public static readonly Target Avx2 = new("Avx2", 8, 16);
    public static readonly Target Vector128 = new("Vector128", 4, 16);
    public static readonly Target Scalar = new("Scalar", 1, 16);

    /// <summary>Best first.</summary>
    public static readonly EquatableArray<Target> All = new([Avx512, Avx2, Vector128, Scalar]);

    /// <summary>
    /// The same registers used at most <paramref name="blockLanes"/> lanes wide, for tensors whose blocks are narrower than a vector.
    /// </summary>
    public Target For(int blockLanes) => blockLanes >= Lanes ? this : this with { Lanes = blockLanes };
}
