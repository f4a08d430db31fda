using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// The transpose of <see cref="WinogradOutput{L, V}"/>, A y A': a tile of m x m pixels of an output's gradient to the (m + 2) x (m + 2)
/// frequencies of Winograd's F(m x m, 3 x 3), for the gradient of a kernel.
/// </summary>
/// <remarks>Every width does the same operations in the same order, for each channel alone, and so gives the same bits.</remarks>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class WinogradGradient<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>F(2 x 2, 3 x 3): 2 x 2 pixels to 16 frequencies.</summary>
    /// <param name="x">The first pixel of the gradient.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="v">Room for the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x2(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats)
    {
        var frequencyRow = 4 * frequencyStep;
        for (var end = x + floats; x < end; x += L.Count, v += L.Count)
        {
            // Row 0.
            {
                var p = x;
                var a0 = L.Load(p);
                p += columnStep;
                var a1 = L.Load(p);
                StoreRow(a0, a1, v, frequencyStep);
            }
            // Rows 1 and 2.
            {
                var p = x;
                AtOnes(L.Load(p), L.Load(p + rowStep), out var a0, out var b0);
                p += columnStep;
                AtOnes(L.Load(p), L.Load(p + rowStep), out var a1, out var b1);
                StoreRow(a0, a1, v + frequencyRow, frequencyStep);
                StoreRow(b0, b1, v + 2 * frequencyRow, frequencyStep);
            }
            // Row 3.
            {
                var p = x;
                var a0 = Negate(L.Load(p + rowStep));
                p += columnStep;
                var a1 = Negate(L.Load(p + rowStep));
                StoreRow(a0, a1, v + 3 * frequencyRow, frequencyStep);
            }
        }
    }

    /// <summary>F(4 x 4, 3 x 3): 4 x 4 pixels to 36 frequencies.</summary>
    /// <param name="x">The first pixel of the gradient.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="v">Room for the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4(float* x, nint rowStep, nint columnStep, float* v, nint frequencyStep, int floats)
    {
        var (row2, row3) = (2 * rowStep, 3 * rowStep);
        var frequencyRow = 6 * frequencyStep;
        for (var end = x + floats; x < end; x += L.Count, v += L.Count)
        {
            // Row 0.
            {
                var p = x;
                var a0 = L.Load(p);
                p += columnStep;
                var a1 = L.Load(p);
                p += columnStep;
                var a2 = L.Load(p);
                p += columnStep;
                var a3 = L.Load(p);
                StoreRow(a0, a1, a2, a3, v, frequencyStep);
            }
            // Rows 1 and 2.
            {
                var p = x;
                AtOnes(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a0, out var b0);
                p += columnStep;
                AtOnes(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a1, out var b1);
                p += columnStep;
                AtOnes(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a2, out var b2);
                p += columnStep;
                AtOnes(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a3, out var b3);
                StoreRow(a0, a1, a2, a3, v + frequencyRow, frequencyStep);
                StoreRow(b0, b1, b2, b3, v + 2 * frequencyRow, frequencyStep);
            }
            // Rows 3 and 4.
            {
                var p = x;
                AtTwos(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a0, out var b0);
                p += columnStep;
                AtTwos(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a1, out var b1);
                p += columnStep;
                AtTwos(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a2, out var b2);
                p += columnStep;
                AtTwos(L.Load(p), L.Load(p + rowStep), L.Load(p + row2), L.Load(p + row3), out var a3, out var b3);
                StoreRow(a0, a1, a2, a3, v + 3 * frequencyRow, frequencyStep);
                StoreRow(b0, b1, b2, b3, v + 4 * frequencyRow, frequencyStep);
            }
            // Row 5.
            {
                var p = x;
                var a0 = L.Load(p + row3);
                p += columnStep;
                var a1 = L.Load(p + row3);
                p += columnStep;
                var a2 = L.Load(p + row3);
                p += columnStep;
                var a3 = L.Load(p + row3);
                StoreRow(a0, a1, a2, a3, v + 5 * frequencyRow, frequencyStep);
            }
        }
    }

    [MethodImpl(Inline)]
    private static V Negate(V value) => L.XorBits(value, L.CreateBits(0x8000_0000));

    /// <summary>F(2, 3) at 1 and -1.</summary>
    [MethodImpl(Inline)]
    private static void AtOnes(V y0, V y1, out V one, out V minusOne)
    {
        one = L.Add(y0, y1);
        minusOne = L.Subtract(y0, y1);
    }

    /// <summary>F(2, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow(V y0, V y1, float* v, nint step)
    {
        L.Store(y0, v);
        AtOnes(y0, y1, out var one, out var minusOne);
        L.Store(one, v + step);
        L.Store(minusOne, v + 2 * step);
        L.Store(Negate(y1), v + 3 * step);
    }

    /// <summary>F(4, 3) at 1 and -1.</summary>
    [MethodImpl(Inline)]
    private static void AtOnes(V y0, V y1, V y2, V y3, out V one, out V minusOne)
    {
        var even = L.Add(y0, y2);
        var odd = L.Add(y1, y3);
        one = L.Add(even, odd);
        minusOne = L.Subtract(even, odd);
    }

    /// <summary>F(4, 3) at 2 and -2.</summary>
    [MethodImpl(Inline)]
    private static void AtTwos(V y0, V y1, V y2, V y3, out V two, out V minusTwo)
    {
        var even = L.MultiplyAdd(L.Create(4f), y2, y0);
        var odd = L.MultiplyAdd(L.Create(4f), y3, y1);
        two = L.MultiplyAdd(L.Create(2f), odd, even);
        minusTwo = L.MultiplyAdd(L.Create(-2f), odd, even);
    }

    /// <summary>F(4, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow(V y0, V y1, V y2, V y3, float* v, nint step)
    {
        L.Store(y0, v);
        AtOnes(y0, y1, y2, y3, out var one, out var minusOne);
        L.Store(one, v + step);
        L.Store(minusOne, v + 2 * step);
        AtTwos(y0, y1, y2, y3, out var two, out var minusTwo);
        L.Store(two, v + 3 * step);
        L.Store(minusTwo, v + 4 * step);
        L.Store(y3, v + 5 * step);
    }
}
