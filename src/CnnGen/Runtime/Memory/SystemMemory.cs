using System.Globalization;

namespace CnnGen.Runtime;

/// <summary>
/// What is known of the machine's memory before much of it is asked for. Linux promises memory that it does not have and later ends the
/// process that uses it, so a block that was given says little.
/// </summary>
internal static class SystemMemory
{
    private const string Available = "MemAvailable:";

    /// <summary>Bytes of the machine's memory, or of what its container may use; swap space does not count.</summary>
    public static long Total
    {
        get
        {
            var memory = GC.GetGCMemoryInfo();
            // The first is less where the managed heap has a limit (in a container, three quarters of the container's); the second is 90 %
            // or more of all there is.
            return Math.Max(memory.TotalAvailableMemoryBytes, memory.HighMemoryLoadThresholdBytes);
        }
    }

    /// <summary>
    /// Bytes that can be used at present without taking them from somebody: what this process leaves of the machine's memory, and on Linux
    /// no more than what the kernel deems available.
    /// </summary>
    public static long Free => Math.Max(0, Math.Min(Total - Environment.WorkingSet, AvailableOnLinux()));

    private static long AvailableOnLinux()
    {
        if (!OperatingSystem.IsLinux())
            return long.MaxValue;
        try
        {
            foreach (var line in File.ReadLines("/proc/meminfo"))
            {
                if (line.StartsWith(Available, StringComparison.Ordinal) && line.EndsWith(" kB", StringComparison.Ordinal))
                {
                    return 1024 * long.Parse(
                        line.AsSpan()[Available.Length..^3], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc here: what the runtime knows must do.
        }

        return long.MaxValue;
    }
}
