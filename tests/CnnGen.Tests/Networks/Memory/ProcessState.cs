using System.Diagnostics;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Networks;

/// <summary>What the process holds, once all that was forgotten has been collected.</summary>
/// <param name="NativeBytes">Bytes of <see cref="AlignedMemory"/>.</param>
/// <param name="ManagedBytes">Bytes of the managed heap.</param>
/// <param name="ResidentBytes">Bytes of memory behind all of it.</param>
/// <param name="Workers">Threads of worker teams; on Linux, where threads have names, else all threads.</param>
/// <param name="Handles">Open files and other handles.</param>
internal sealed record ProcessState(long NativeBytes, long ManagedBytes, long ResidentBytes, int Workers, int Handles)
{
    private const int Attempts = 200;

    public static ProcessState Now()
    {
        // Twice: a finalizer may let go of what has one itself.
        for (int i = 0; i < 2; i++)
        {
            // Gives back what the managed heap keeps for later, too.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new(NativeHoldings.Bytes, GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64, CountWorkers(process),
            process.HandleCount);
    }

    /// <summary>Threads that were told to end take a moment.</summary>
    public static void AssertWorkersEnd(int expected)
    {
        for (int attempt = 0; attempt < Attempts && Now().Workers > expected; attempt++)
            Thread.Sleep(50);
        Assert.InRange(Now().Workers, 0, expected);
    }

    private static int CountWorkers(Process process)
    {
        if (!OperatingSystem.IsLinux())
            return process.Threads.Count;
        int count = 0;
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(task, "comm")).StartsWith("CnnGen worker", StringComparison.Ordinal))
                    count++;
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return count;
    }
}
