using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>Asks Linux to back memory with its transparent huge pages. Other systems have none, or not without privileges, and stay as they are.</summary>
internal static unsafe partial class LargePages
{
    /// <summary>Bytes of a large page, on x86-64 and on Arm with small pages of 4 KB.</summary>
    private const nint PageBytes = 2 << 20;

    /// <summary>MADV_HUGEPAGE of Linux' <c>mman.h</c>.</summary>
    private const int HugePages = 14;

    /// <summary>Asks for large pages where whole ones lie in a block that has not been touched. It is advice: whether the system follows it, only the time tells.</summary>
    /// <param name="block">The block's first byte.</param>
    /// <param name="bytes">Its length.</param>
    public static void AskFor(void* block, nint bytes)
    {
        var first = ((nint)block + PageBytes - 1) / PageBytes * PageBytes;
        var end = ((nint)block + bytes) / PageBytes * PageBytes;
        if (!OperatingSystem.IsLinux() || first >= end)
            return;
        try
        {
            _ = Advise((void*)first, (nuint)(end - first), HugePages);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name or without this call: small pages do as well, only slower.
        }
    }

    // The system's own, not what lies beside the program.
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
