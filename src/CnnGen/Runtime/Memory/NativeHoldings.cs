namespace CnnGen.Runtime;

/// <summary>
/// Counts the native memory that is held, and has forgotten networks collected before theirs piles up: the garbage collector sees the small
/// objects that own it, and alone would come late or never.
/// </summary>
/// <remarks>
/// Not by <see cref="GC.AddMemoryPressure"/>, which adds up what is reserved and takes nothing off when it is freed: a program that
/// disposes of all its networks would pay a full collection for every few megabytes. Here only what is reserved beyond what is disposed of
/// counts, and one collection comes for each allowance of it. So a program that disposes causes none, but for networks that are larger than
/// an allowance.
/// </remarks>
internal static class NativeHoldings
{
    // The most that may be forgotten before somebody looks: a share of the machine's memory, between these bounds.
    private const long LeastAllowance = 64 << 20;
    private const long MostAllowance = 256 << 20;
    private const int AllowancesOfMemory = 64;

    private static long _bytes;
    private static long _unaccounted;

    /// <summary>Bytes held by the process, forgotten ones included.</summary>
    public static long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bytes that may be forgotten before a collection looks for them.</summary>
    public static long Allowance => Math.Clamp(SystemMemory.Total / AllowancesOfMemory, LeastAllowance, MostAllowance);

    /// <summary>Counts a block that was reserved.</summary>
    /// <param name="bytes">Its length.</param>
    public static void Add(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        var unaccounted = Interlocked.Add(ref _unaccounted, bytes);
        if (unaccounted <= LeastAllowance || unaccounted <= Allowance)
            return;
        Interlocked.Exchange(ref _unaccounted, 0);
        // In the background; finalizers follow it.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
    }

    /// <summary>Counts a block that was freed.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="wasForgotten">Whether it was the garbage collector that found it.</param>
    public static void Remove(long bytes, bool wasForgotten)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (wasForgotten)
            return;
        long unaccounted;
        do
            unaccounted = Volatile.Read(ref _unaccounted);
        while (Interlocked.CompareExchange(ref _unaccounted, Math.Max(0, unaccounted - bytes), unaccounted) != unaccounted);
    }
}
