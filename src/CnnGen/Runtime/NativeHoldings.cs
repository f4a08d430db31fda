namespace CnnGen.Runtime;

/// <summary>
/// Counts the native memory that is held and has forgotten networks collected before theirs piles up: the garbage collector sees the small objects
/// that own it, and alone would come late or never.
/// </summary>
/// <remarks>
/// Not by <see cref="GC.AddMemoryPressure"/>, which adds up what is reserved and never takes off what is freed: a program that disposes of all its networks would pay a
/// full collection for every few megabytes. Here what is held at a time counts. A program that holds no more than it held before causes no collection,
/// one that grows causes a few, and one that forgets causes one for each allowance.
/// </remarks>
internal static class NativeHoldings
{
    /// <summary>Bytes that may be forgotten at least before somebody looks for them.</summary>
    internal const long LeastAllowance = 64 << 20;

    /// <summary>The machine's memory over what may be forgotten at most.</summary>
    private const int MemoryPerAllowance = 8;

    private static long _bytes;
    private static long _limit = LeastAllowance;

    /// <summary>Bytes held by the process, forgotten ones included.</summary>
    public static long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts a block that was reserved.</summary>
    /// <param name="bytes">Its length.</param>
    public static void Add(long bytes)
    {
        var held = Interlocked.Add(ref _bytes, bytes);
        var limit = Volatile.Read(ref _limit);
        if (held <= limit || Interlocked.CompareExchange(ref _limit, LimitAt(held), limit) != limit)
            return;
        // In the background; finalizers follow it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    /// <summary>Counts a block that was freed.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="wasForgotten">Whether it was the garbage collector that found it.</param>
    public static void Remove(long bytes, bool wasForgotten)
    {
        var held = Interlocked.Add(ref _bytes, -bytes);
        // What is held now was not forgotten. After a disposal the limit stays: the next network as large is no reason to look again.
        if (wasForgotten)
            Volatile.Write(ref _limit, LimitAt(held));
    }

    /// <summary>As much again as is held, within what an allowance may be.</summary>
    private static long LimitAt(long held) =>
        held + Math.Clamp(held, LeastAllowance, Math.Max(LeastAllowance, SystemMemory.Total / MemoryPerAllowance));
}
