using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>How a transformed kernel is stored; a type, so that it is part of the machine code.</summary>
public unsafe interface IKernelStore
{
    /// <summary>Stores a vector.</summary>
    /// <typeparam name="L">The width.</typeparam>
    /// <typeparam name="V">Its vector.</typeparam>
    /// <param name="value">What to write.</param>
    /// <param name="address">Where it goes.</param>
    static abstract void Store<L, V>(V value, float* address)
        where L : ILanes<V>
        where V : unmanaged;

    /// <summary>What is left to do when all of it is stored.</summary>
    static abstract void Finish();
}

/// <summary>As everything is stored: through the caches.</summary>
public readonly unsafe struct ThroughCaches : IKernelStore
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, V>(V value, float* address)
        where L : ILanes<V>
        where V : unmanaged => L.Store(value, address);

    /// <inheritdoc/>
    public static void Finish()
    {
    }
}

/// <summary>
/// Past the caches, where they forget the kernel before it is read. Vectors are whole cache lines, and aligned: such stores need not fetch
/// what they replace. A fence orders them.
/// </summary>
public readonly unsafe struct PastCaches : IKernelStore
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<L, V>(V value, float* address)
        where L : ILanes<V>
        where V : unmanaged => L.StorePastCaches(value, address);

    /// <inheritdoc/>
    public static void Finish()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
    }
}
