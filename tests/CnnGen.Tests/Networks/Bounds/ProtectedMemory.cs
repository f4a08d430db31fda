using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CnnGen.Tests.Networks.Bounds;

/// <summary>Where a buffer lies in memory that ends, on both sides, at pages that must not be touched.</summary>
internal enum Placement
{
    /// <summary>The buffer's last byte is the last before such a page.</summary>
    EndsAtAPage,

    /// <summary>The buffer's first byte is the first behind such a page.</summary>
    BeginsBehindAPage,
}

/// <summary>
/// Room for one buffer between two protected pages (Linux): a read or write past the end, or before the beginning, ends the process. On
/// the other side, within the room, what is written past the buffer shows.
/// </summary>
internal sealed unsafe partial class ProtectedMemory : IDisposable
{
    private const byte Marker = 0xA5;

    /// <summary>Bytes beside the buffer that are watched for writes.</summary>
    private const int Watched = 256;

    private readonly int _page = Environment.SystemPageSize;
    private readonly byte* _start;
    private readonly nuint _room;
    private byte* _watched;

    /// <param name="bytes">The largest buffer.</param>
    public ProtectedMemory(int bytes)
    {
        _room = (nuint)((bytes + Watched + _page - 1) / _page * _page);
        const int noAccess = 0, readAndWrite = 1 | 2, privateAndAnonymous = 2 | 0x20;
        nint mapped = Map(0, Mapped, noAccess, privateAndAnonymous, -1, 0);
        if (mapped == -1)
            throw new Win32Exception();
        _start = (byte*)mapped + _page;
        if (Protect(_start, _room, readAndWrite) != 0)
            throw new Win32Exception();
        Place<byte>(Placement.EndsAtAPage, 0);
    }

    private nuint Mapped => _room + (2 * (nuint)_page);

    /// <summary>A buffer of so many values, at one of the ends; what it holds is left from before.</summary>
    public Span<T> Place<T>(Placement placement, int count)
        where T : unmanaged
    {
        int bytes = count * sizeof(T);
        byte* buffer = placement == Placement.BeginsBehindAPage ? _start : _start + _room - bytes;
        _watched = placement == Placement.BeginsBehindAPage ? buffer + bytes : buffer - Watched;
        new Span<byte>(_watched, Watched).Fill(Marker);
        return new Span<T>(buffer, count);
    }

    /// <summary>A buffer that holds these values.</summary>
    public ReadOnlySpan<T> Place<T>(Placement placement, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = Place<T>(placement, values.Length);
        values.CopyTo(buffer);
        return buffer;
    }

    /// <summary>Whether nothing was written beside the last buffer.</summary>
    public bool IsIntact => !new ReadOnlySpan<byte>(_watched, Watched).ContainsAnyExcept(Marker);

    public void Dispose() => _ = Unmap(_start - _page, Mapped);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Unmap(void* address, nuint length);
}
