using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>
/// A block of native memory for floats: zeroed, aligned to 64 bytes (a cache line, an AVX-512 vector), never moved by the garbage
/// collector.
/// </summary>
/// <remarks>
/// Guard zones lie on both sides, so that a kernel that writes past its arena is found by a test. They are filled with a NaN,
/// so that one that reads past its arena shows in its results.
/// </remarks>
public sealed unsafe class AlignedMemory : IDisposable
{
    private const int Alignment = 64;
    private const int GuardFloats = 64;

    // A quiet NaN with a payload no arithmetic produces.
    private const uint GuardPattern = 0x7FC5_A5A5;

    private readonly nint _bytes;
    private readonly void* _block;
    private readonly bool _isMapped;
    private nint _start;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="floats">Number of floats, at least 0.</param>
    /// <param name="largePages">
    /// Whether to ask the system for large pages, with which a processor finds its way in more memory than with small ones. For memory that
    /// is used as a whole: a large page takes its 2 MB with the first float that is touched. They change no value.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floats"/> is negative, or more than an address can reach.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedMemory(long floats, bool largePages = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(floats);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(floats, nint.MaxValue / sizeof(float) - 2 * GuardFloats - Alignment);
        Length = floats;
        _bytes = (nint)(sizeof(float) * (floats + 2 * GuardFloats) + Alignment);
        _block = SystemPages.Map(_bytes, largePages);
        _isMapped = _block != null;
        try
        {
            if (!_isMapped)
                _block = NativeMemory.AllocZeroed((nuint)_bytes);
        }
        catch (OutOfMemoryException e)
        {
            GC.SuppressFinalize(this);
            throw new OutOfMemoryException($"There is no block of {_bytes} bytes for {floats} floats.", e);
        }
        var start = ((nint)_block + Alignment - 1) / Alignment * Alignment;
        Guard((float*)start).Fill(GuardPattern);
        Guard((float*)start + GuardFloats + floats).Fill(GuardPattern);
        _start = start;
        NativeHoldings.Add(_bytes);
        GC.KeepAlive(this);
    }

    /// <summary>Frees memory that was not disposed of.</summary>
    ~AlignedMemory() => Free(wasForgotten: true);

    /// <summary>Number of floats.</summary>
    public long Length { get; }

    /// <summary>
    /// The first float; divisible by 64. It dangles once the memory is freed, by disposal or because nobody refers to this object any more:
    /// who uses the pointer keeps the object alive.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public float* Pointer
    {
        get
        {
            var start = _start;
            ObjectDisposedException.ThrowIf(start == 0, this);
            return (float*)start + GuardFloats;
        }
    }

    /// <summary>Whether nothing was written outside the block; for tests.</summary>
    internal bool GuardsAreIntact
    {
        get
        {
            var areIntact = !Guard(Pointer - GuardFloats).ContainsAnyExcept(GuardPattern)
                && !Guard(Pointer + Length).ContainsAnyExcept(GuardPattern);
            GC.KeepAlive(this);
            return areIntact;
        }
    }

    /// <summary>Frees the memory. Pointers into it are dangling from here on.</summary>
    public void Dispose()
    {
        Free(wasForgotten: false);
        GC.SuppressFinalize(this);
    }

    private static Span<uint> Guard(float* start) => new(start, GuardFloats);

    private void Free(bool wasForgotten)
    {
        // Once, whoever comes first.
        if (Interlocked.Exchange(ref _start, 0) == 0)
            return;
        if (_isMapped)
            SystemPages.Unmap(_block, _bytes);
        else
            NativeMemory.Free(_block);
        NativeHoldings.Remove(_bytes, wasForgotten);
    }
}
