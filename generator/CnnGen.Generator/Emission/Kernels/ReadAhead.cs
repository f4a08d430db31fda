namespace CnnGen.Generator.Emission.Kernels;

/// <summary>
/// What a register tile asks memory for while it computes. One request beside many multiply-adds costs next to nothing, where a batch of
/// them before a tile would hold it up until the core has room for them all.
/// </summary>
internal enum ReadAhead
{
    /// <summary>Nothing: what comes next is near, or read in an order that the processor foresees.</summary>
    None,

    /// <summary>Cache lines from a pointer on that the caller gives, one for each iteration, into the second-level cache.</summary>
    Given,

    /// <summary>
    /// What the tile itself reads of the kernel some iterations later, into the first-level cache: for kernels that are read once.
    /// </summary>
    OwnStream,
}
