using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>
/// Pages straight from Linux: zero and without memory behind them until they are touched, whole large pages where that is wanted, and the
/// system's again as soon as they are freed. Other systems are asked through <see cref="NativeMemory"/>.
/// </summary>
/// <remarks>
/// The C library's heap keeps blocks of up to 32 MB once one was freed, hands them out zeroed by hand, and puts a header before them that
/// costs a block its first large page.
/// </remarks>
internal static unsafe partial class SystemPages
{
    /// <summary>
    /// Bytes of a large page, on x86-64 and on Arm with small pages of 4 KB. Smaller blocks are not worth a mapping of their own.
    /// </summary>
    public const nint LargePage = 2 << 20;

    // Linux' mman.h.
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private const int AdviseHugePages = 14;

    /// <summary>Maps pages.</summary>
    /// <param name="bytes">How many bytes are needed.</param>
    /// <param name="largePages">
    /// Whether to begin at a large page and to ask for those that the bytes fill. It is advice: whether the system follows it, only the
    /// time tells.
    /// </param>
    /// <returns>The first byte; null where the bytes are few, the system is not Linux or gives nothing.</returns>
    public static void* Map(nint bytes, bool largePages)
    {
        if (!OperatingSystem.IsLinux() || bytes < LargePage || bytes > nint.MaxValue - 2 * LargePage)
            return null;
        try
        {
            if (!largePages)
                return MapAnywhere(bytes);
            // Some kernels begin at a large page by themselves, some do not: one more than needed, and what is over goes back.
            var block = (nint)MapAnywhere(bytes + LargePage);
            if (block == 0)
                return null;
            var start = Up(block, LargePage);
            var (end, blockEnd) =
                (Up(start + bytes, Environment.SystemPageSize), Up(block + bytes + LargePage, Environment.SystemPageSize));
            if (start > block)
                _ = UnmapPages((void*)block, (nuint)(start - block));
            if (blockEnd > end)
                _ = UnmapPages((void*)end, (nuint)(blockEnd - end));
            _ = Advise((void*)start, (nuint)(bytes / LargePage * LargePage), AdviseHugePages);
            return (void*)start;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name or without these calls: its heap does as well, only slower.
            return null;
        }
    }

    /// <summary>Gives pages back.</summary>
    /// <param name="block">What <see cref="Map"/> gave.</param>
    /// <param name="bytes">What it was asked for.</param>
    public static void Unmap(void* block, nint bytes) => _ = UnmapPages(block, (nuint)bytes);

    private static void* MapAnywhere(nint bytes)
    {
        var block = MapPages(null, (nuint)bytes, ReadAndWrite, PrivateAnonymous, -1, 0);
        return (nint)block == -1 ? null : block;
    }

    private static nint Up(nint address, nint page) => (address + page - 1) / page * page;

    // The system's own, not what lies beside the program.
    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void* MapPages(void* where, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int UnmapPages(void* start, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
