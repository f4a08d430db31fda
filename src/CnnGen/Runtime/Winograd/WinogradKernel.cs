using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// The kernel's part of Winograd's F(m x m, 3 x 3), G g G': nine taps to (m + 2) x (m + 2) frequencies, once after each change of the
/// weights.
/// </summary>
/// <remarks>Every width does the same operations in the same order, for each channel alone, and so gives the same bits.</remarks>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class WinogradKernel<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const float MinusSixth = (float)(-1 / 6.0);

    /// <summary>F(2 x 2, 3 x 3), to 16 frequencies.</summary>
    /// <typeparam name="S">How frequencies are stored.</typeparam>
    /// <param name="g">The first tap of the first row of a block of the kernel.</param>
    /// <param name="tapStep">Floats from one tap to the next.</param>
    /// <param name="lanes">Output channels of a block, a multiple of the width.</param>
    /// <param name="u">Room for the first frequency of the first row.</param>
    /// <param name="rowStep">Floats from one row of a frequency to the next.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="rows">Rows of the block: input channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x2<S>(float* g, nint tapStep, int lanes, float* u, nint rowStep, nint frequencyStep, int rows)
        where S : IKernelStore
    {
        var (tapRow1, tapRow2) = (3 * tapStep, 6 * tapStep);
        var frequencyRow = 4 * frequencyStep;
        for (; rows > 0; rows--, u += rowStep - lanes)
        {
            for (var end = g + lanes; g < end; g += L.Count, u += L.Count)
            {
                // Row 0.
                {
                    var p = g;
                    var a0 = L.Load(p);
                    p += tapStep;
                    var a1 = L.Load(p);
                    p += tapStep;
                    var a2 = L.Load(p);
                    StoreRow2<S>(a0, a1, a2, u, frequencyStep);
                }
                // Rows 1 and 2.
                {
                    var p = g;
                    AtOnes(0.5f, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a0, out var b0);
                    p += tapStep;
                    AtOnes(0.5f, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a1, out var b1);
                    p += tapStep;
                    AtOnes(0.5f, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a2, out var b2);
                    StoreRow2<S>(a0, a1, a2, u + frequencyRow, frequencyStep);
                    StoreRow2<S>(b0, b1, b2, u + 2 * frequencyRow, frequencyStep);
                }
                // Row 3.
                {
                    var p = g;
                    var a0 = L.Load(p + tapRow2);
                    p += tapStep;
                    var a1 = L.Load(p + tapRow2);
                    p += tapStep;
                    var a2 = L.Load(p + tapRow2);
                    StoreRow2<S>(a0, a1, a2, u + 3 * frequencyRow, frequencyStep);
                }
            }
        }

        S.Finish();
    }

    /// <summary>F(4 x 4, 3 x 3), to 36 frequencies.</summary>
    /// <typeparam name="S">How frequencies are stored.</typeparam>
    /// <param name="g">The first tap of the first row of a block of the kernel.</param>
    /// <param name="tapStep">Floats from one tap to the next.</param>
    /// <param name="lanes">Output channels of a block, a multiple of the width.</param>
    /// <param name="u">Room for the first frequency of the first row.</param>
    /// <param name="rowStep">Floats from one row of a frequency to the next.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="rows">Rows of the block: input channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4<S>(float* g, nint tapStep, int lanes, float* u, nint rowStep, nint frequencyStep, int rows)
        where S : IKernelStore
    {
        var (tapRow1, tapRow2) = (3 * tapStep, 6 * tapStep);
        var frequencyRow = 6 * frequencyStep;
        for (; rows > 0; rows--, u += rowStep - lanes)
        {
            for (var end = g + lanes; g < end; g += L.Count, u += L.Count)
            {
                // Row 0.
                {
                    var p = g;
                    var a0 = AtZero(L.Load(p));
                    p += tapStep;
                    var a1 = AtZero(L.Load(p));
                    p += tapStep;
                    var a2 = AtZero(L.Load(p));
                    StoreRow4<S>(a0, a1, a2, u, frequencyStep);
                }
                // Rows 1 and 2.
                {
                    var p = g;
                    AtOnes(MinusSixth, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a0, out var b0);
                    p += tapStep;
                    AtOnes(MinusSixth, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a1, out var b1);
                    p += tapStep;
                    AtOnes(MinusSixth, L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a2, out var b2);
                    StoreRow4<S>(a0, a1, a2, u + frequencyRow, frequencyStep);
                    StoreRow4<S>(b0, b1, b2, u + 2 * frequencyRow, frequencyStep);
                }
                // Rows 3 and 4.
                {
                    var p = g;
                    AtTwos(L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a0, out var b0);
                    p += tapStep;
                    AtTwos(L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a1, out var b1);
                    p += tapStep;
                    AtTwos(L.Load(p), L.Load(p + tapRow1), L.Load(p + tapRow2), out var a2, out var b2);
                    StoreRow4<S>(a0, a1, a2, u + 3 * frequencyRow, frequencyStep);
                    StoreRow4<S>(b0, b1, b2, u + 4 * frequencyRow, frequencyStep);
                }
                // Row 5.
                {
                    var p = g;
                    var a0 = L.Load(p + tapRow2);
                    p += tapStep;
                    var a1 = L.Load(p + tapRow2);
                    p += tapStep;
                    var a2 = L.Load(p + tapRow2);
                    StoreRow4<S>(a0, a1, a2, u + 5 * frequencyRow, frequencyStep);
                }
            }
        }

        S.Finish();
    }

    /// <summary>At 1 and -1, times a factor.</summary>
    [MethodImpl(Inline)]
    private static void AtOnes(float factor, V g0, V g1, V g2, out V one, out V minusOne)
    {
        var outer = L.Add(g0, g2);
        one = L.Multiply(L.Create(factor), L.Add(outer, g1));
        minusOne = L.Multiply(L.Create(factor), L.Subtract(outer, g1));
    }

    /// <summary>F(2, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow2<S>(V g0, V g1, V g2, float* u, nint step)
        where S : IKernelStore
    {
        S.Store<L, V>(g0, u);
        AtOnes(0.5f, g0, g1, g2, out var one, out var minusOne);
        S.Store<L, V>(one, u + step);
        S.Store<L, V>(minusOne, u + 2 * step);
        S.Store<L, V>(g2, u + 3 * step);
    }

    /// <summary>F(4, 3) at 0.</summary>
    [MethodImpl(Inline)]
    private static V AtZero(V g0) => L.Multiply(L.Create(1 / 4f), g0);

    /// <summary>F(4, 3) at 2 and -2.</summary>
    [MethodImpl(Inline)]
    private static void AtTwos(V g0, V g1, V g2, out V two, out V minusTwo)
    {
        var outer = L.MultiplyAdd(L.Create(4f), g2, g0);
        var inner = L.Add(g1, g1);
        two = L.Multiply(L.Create((float)(1 / 24.0)), L.Add(outer, inner));
        minusTwo = L.Multiply(L.Create((float)(1 / 24.0)), L.Subtract(outer, inner));
    }

    /// <summary>F(4, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow4<S>(V g0, V g1, V g2, float* u, nint step)
        where S : IKernelStore
    {
        S.Store<L, V>(AtZero(g0), u);
        AtOnes(MinusSixth, g0, g1, g2, out var one, out var minusOne);
        S.Store<L, V>(one, u + step);
        S.Store<L, V>(minusOne, u + 2 * step);
        AtTwos(g0, g1, g2, out var two, out var minusTwo);
        S.Store<L, V>(two, u + 3 * step);
        S.Store<L, V>(minusTwo, u + 4 * step);
        S.Store<L, V>(g2, u + 5 * step);
    }
}
