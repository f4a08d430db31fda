namespace CnnGen.Tests.Formats;

/// <summary>What reading a file costs in memory. Bounds are on bytes, garbage included, and not on time: a test can rely on them.</summary>
internal static class Allocated
{
    /// <summary>What a reader may take beyond what the file honestly holds.</summary>
    public const long Allowance = 50_000_000;

    /// <summary>Bytes of the managed heap that an action takes on this thread.</summary>
    public static long By(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Expects an action to take no more than the honest size and the allowance.</summary>
    /// <param name="honest">Bytes of the file, and of what it really holds.</param>
    /// <param name="action">Reads the file.</param>
    public static void AssertBounded(long honest, Action action) => Xunit.Assert.InRange(By(action), 0, honest + Allowance);
}
