using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// The input's part of Winograd's F(m x m, 3 x 3), B' d B: a tile of (m + 2) x (m + 2) pixels to as many frequencies (Lavin and Gray, "Fast
/// Algorithms for Convolutional Neural Networks", 2015, equations 9 and 13). F(2, 3) evaluates polynomials at 0, 1, -1 and infinity,
/// F(4, 3) also at 2 and -2.
/// </summary>
/// <remarks>Every width does the same operations in the same order, for each channel alone, and so gives the same bits.</remarks>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class WinogradInput<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>F(2 x 2, 3 x 3): 4 x 4 pixels to 16 frequencies.</summary>
    /// <param name="x">The first pixel.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="v">Room for the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x2(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats)
    {
        var (row2, row3) = (2 * rowStep, 3 * rowStep);
        var frequencyRow = 4 * frequencyStep;
        for (var end = x + floats; x < end; x += L.Count, v += L.Count)
        {
            // Row 0.
            {
                var p = x;
                var a0 = L.Subtract(L.Load(p), L.Load(p + row2));
                p += columnStep;
                var a1 = L.Subtract(L.Load(p), L.Load(p + row2));
                p += columnStep;
                var a2 = L.Subtract(L.Load(p), L.Load(p + row2));
                p += columnStep;
                var a3 = L.Subtract(L.Load(p), L.Load(p + row2));
                StoreRow(a0, a1, a2, a3, v, frequencyStep);
            }
            // Rows 1 and 2.
            {
                var p = x;
                Inner(L.Load(p + rowStep), L.Load(p + row2), out var a0, out var b0);
                p += columnStep;
                Inner(L.Load(p + rowStep), L.Load(p + row2), out var a1, out var b1);
                p += columnStep;
                Inner(L.Load(p + rowStep), L.Load(p + row2), out var a2, out var b2);
                p += columnStep;
                Inner(L.Load(p + rowStep), L.Load(p + row2), out var a3, out var b3);
                StoreRow(a0, a1, a2, a3, v + frequencyRow, frequencyStep);
                StoreRow(b0, b1, b2, b3, v + 2 * frequencyRow, frequencyStep);
            }
            // Row 3.
            {
                var p = x;
                var a0 = L.Subtract(L.Load(p + rowStep), L.Load(p + row3));
                p += columnStep;
                var a1 = L.Subtract(L.Load(p + rowStep), L.Load(p + row3));
                p += columnStep;
                var a2 = L.Subtract(L.Load(p + rowStep), L.Load(p + row3));
                p += columnStep;
                var a3 = L.Subtract(L.Load(p + rowStep), L.Load(p + row3));
                StoreRow(a0, a1, a2, a3, v + 3 * frequencyRow, frequencyStep);
            }
        }
    }

    /// <summary>F(4 x 4, 3 x 3): 6 x 6 pixels to 36 frequencies.</summary>
    /// <param name="x">The first pixel.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="v">Room for the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats)
    {
        var (row2, row3, row4, row5) = (2 * rowStep, 3 * rowStep, 4 * rowStep, 5 * rowStep);
        var frequencyRow = 6 * frequencyStep;
        for (var end = x + floats; x < end; x += L.Count, v += L.Count)
        {
            // Only the rows that share work are in registers at a time; what they load again comes from the first-level cache.
            // Row 0.
            {
                var p = x;
                var a0 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                p += columnStep;
                var a1 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                p += columnStep;
                var a2 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                p += columnStep;
                var a3 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                p += columnStep;
                var a4 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                p += columnStep;
                var a5 = Outer(L.Load(p), L.Load(p + row2), L.Load(p + row4));
                StoreRow(a0, a1, a2, a3, a4, a5, v, frequencyStep);
            }
            // Rows 1 and 2.
            {
                var p = x;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a0, out var b0);
                p += columnStep;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a1, out var b1);
                p += columnStep;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a2, out var b2);
                p += columnStep;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a3, out var b3);
                p += columnStep;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a4, out var b4);
                p += columnStep;
                AtOnes(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a5, out var b5);
                StoreRow(a0, a1, a2, a3, a4, a5, v + frequencyRow, frequencyStep);
                StoreRow(b0, b1, b2, b3, b4, b5, v + 2 * frequencyRow, frequencyStep);
            }
            // Rows 3 and 4.
            {
                var p = x;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a0, out var b0);
                p += columnStep;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a1, out var b1);
                p += columnStep;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a2, out var b2);
                p += columnStep;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a3, out var b3);
                p += columnStep;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a4, out var b4);
                p += columnStep;
                AtTwos(L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a5, out var b5);
                StoreRow(a0, a1, a2, a3, a4, a5, v + 3 * frequencyRow, frequencyStep);
                StoreRow(b0, b1, b2, b3, b4, b5, v + 4 * frequencyRow, frequencyStep);
            }
            // Row 5.
            {
                var p = x;
                var a0 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                p += columnStep;
                var a1 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                p += columnStep;
                var a2 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                p += columnStep;
                var a3 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                p += columnStep;
                var a4 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                p += columnStep;
                var a5 = Outer(L.Load(p + rowStep), L.Load(p + row3), L.Load(p + row5));
                StoreRow(a0, a1, a2, a3, a4, a5, v + 5 * frequencyRow, frequencyStep);
            }
        }
    }

    /// <summary>F(2, 3) at 1 and -1.</summary>
    [MethodImpl(Inline)]
    private static void Inner(V d1, V d2, out V one, out V minusOne)
    {
        one = L.Add(d1, d2);
        minusOne = L.Subtract(d2, d1);
    }

    /// <summary>F(2, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow(V d0, V d1, V d2, V d3, float* v, nint step)
    {
        L.Store(L.Subtract(d0, d2), v);
        Inner(d1, d2, out var one, out var minusOne);
        L.Store(one, v + step);
        L.Store(minusOne, v + 2 * step);
        L.Store(L.Subtract(d1, d3), v + 3 * step);
    }

    /// <summary>F(4, 3) at 0 of values 0, 2 and 4, at infinity of values 1, 3 and 5.</summary>
    [MethodImpl(Inline)]
    private static V Outer(V a, V b, V c) => L.MultiplyAdd(L.Create(4f), a, L.MultiplyAdd(L.Create(-5f), b, c));

    /// <summary>F(4, 3) at 1 and -1.</summary>
    [MethodImpl(Inline)]
    private static void AtOnes(V d1, V d2, V d3, V d4, out V one, out V minusOne)
    {
        var even = L.MultiplyAdd(L.Create(-4f), d2, d4);
        var odd = L.MultiplyAdd(L.Create(-4f), d1, d3);
        one = L.Add(even, odd);
        minusOne = L.Subtract(even, odd);
    }

    /// <summary>F(4, 3) at 2 and -2.</summary>
    [MethodImpl(Inline)]
    private static void AtTwos(V d1, V d2, V d3, V d4, out V two, out V minusTwo)
    {
        var even = L.Subtract(d4, d2);
        var odd = L.Subtract(d3, d1);
        two = L.MultiplyAdd(L.Create(2f), odd, even);
        minusTwo = L.MultiplyAdd(L.Create(-2f), odd, even);
    }

    /// <summary>F(4, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow(V d0, V d1, V d2, V d3, V d4, V d5, float* v, nint step)
    {
        L.Store(Outer(d0, d2, d4), v);
        AtOnes(d1, d2, d3, d4, out var one, out var minusOne);
        L.Store(one, v + step);
        L.Store(minusOne, v + 2 * step);
        AtTwos(d1, d2, d3, d4, out var two, out var minusTwo);
        L.Store(two, v + 3 * step);
        L.Store(minusTwo, v + 4 * step);
        L.Store(Outer(d1, d3, d5), v + 5 * step);
    }
}
