using System.Globalization;
using Xunit;

namespace CnnGen.Tests.Runtime;

/// <summary>
/// What Linux was told about memory. Whether it has a large page free is its business; that one was asked for stands in its list of
/// mappings.
/// </summary>
internal static class MappingFlags
{
    public static void RequireLargePages() =>
        Skip.IfNot(Directory.Exists("/sys/kernel/mm/transparent_hugepage"), "this system has no transparent huge pages");

    /// <summary>The line VmFlags of the mapping around an address.</summary>
    public static string[] Of(nint address)
    {
        bool isInside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.StartsWith("VmFlags:", StringComparison.Ordinal) && isInside)
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string range = line.Split(' ')[0];
            if (range.Split('-') is [var start, var end]
                && long.TryParse(start, NumberStyles.HexNumber, null, out long first)
                && long.TryParse(end, NumberStyles.HexNumber, null, out long last))
            {
                isInside = first <= address && address < last;
            }
        }

        return [];
    }
}
