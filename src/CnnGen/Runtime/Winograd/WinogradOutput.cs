using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// The output's part of Winograd's F(m x m, 3 x 3), A' m A: (m + 2) x (m + 2) frequencies to the first pixels of a tile of m x m, with what
/// is to be done to each before it is stored.
/// </summary>
/// <remarks>Every width does the same operations in the same order, for each channel alone, and so gives the same bits.</remarks>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class WinogradOutput<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>F(2 x 2, 3 x 3), from 16 frequencies.</summary>
    /// <typeparam name="C">Columns that are stored; at the edge of a map, the last ones hang over.</typeparam>
    /// <typeparam name="E">What is done to each pixel.</typeparam>
    /// <param name="m">The first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="operand">What <typeparamref name="E"/> reads, for the first pixel.</param>
    /// <param name="operandRowStep">Floats from one row of it to the next; columns are as far apart as those of the output.</param>
    /// <param name="y">Room for the first pixel.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    /// <param name="rows">Rows that are stored, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x2<C, E>(
        float* m, nint frequencyStep, float* operand, nint operandRowStep, float* y, nint rowStep, nint columnStep, int floats, int rows)
        where C : IExtent
        where E : IEpilogue
    {
        var row1 = 4 * frequencyStep;
        var (row2, row3) = (2 * row1, 3 * row1);
        for (var end = m + floats; m < end; m += L.Count, y += L.Count, operand += L.Count)
        {
            // Row 0.
            {
                var p = m;
                var a0 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a1 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a2 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a3 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                StoreRow<C, E>(a0, a1, a2, a3, operand, 0, y, columnStep);
            }
            if (rows > 1)
            {
                var p = m;
                var a0 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a1 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a2 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a3 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                StoreRow<C, E>(a0, a1, a2, a3, operand, operandRowStep, y + rowStep, columnStep);
            }
        }
    }

    /// <summary>F(4 x 4, 3 x 3), from 36 frequencies.</summary>
    /// <typeparam name="C">Columns that are stored; at the edge of a map, the last ones hang over.</typeparam>
    /// <typeparam name="E">What is done to each pixel.</typeparam>
    /// <param name="m">The first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="operand">What <typeparamref name="E"/> reads, for the first pixel.</param>
    /// <param name="operandRowStep">Floats from one row of it to the next; columns are as far apart as those of the output.</param>
    /// <param name="y">Room for the first pixel.</param>
    /// <param name="rowStep">Floats from one pixel to that below.</param>
    /// <param name="columnStep">Floats from one pixel to that on its right.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    /// <param name="rows">Rows that are stored, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4<C, E>(
        float* m, nint frequencyStep, float* operand, nint operandRowStep, float* y, nint rowStep, nint columnStep, int floats, int rows)
        where C : IExtent
        where E : IEpilogue
    {
        var row1 = 6 * frequencyStep;
        var (row2, row3, row4, row5) = (2 * row1, 3 * row1, 4 * row1, 5 * row1);
        for (var end = m + floats; m < end; m += L.Count, y += L.Count, operand += L.Count)
        {
            // Only the rows that share work are in registers at a time; what they load again comes from the first-level cache.
            // Rows 0 and 2.
            {
                var p = m;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a0, out var b0);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a1, out var b1);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a2, out var b2);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a3, out var b3);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a4, out var b4);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a5, out var b5);
                StoreRow<C, E>(a0, a1, a2, a3, a4, a5, operand, 0, y, columnStep);
                if (rows > 2)
                    StoreRow<C, E>(b0, b1, b2, b3, b4, b5, operand, 2 * operandRowStep, y + 2 * rowStep, columnStep);
            }
            if (rows > 1)
            {
                // Rows 1 and 3.
                var p = m;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a0, out var b0);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a1, out var b1);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a2, out var b2);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a3, out var b3);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a4, out var b4);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a5, out var b5);
                StoreRow<C, E>(a0, a1, a2, a3, a4, a5, operand, operandRowStep, y + rowStep, columnStep);
                if (rows > 3)
                    StoreRow<C, E>(b0, b1, b2, b3, b4, b5, operand, 3 * operandRowStep, y + 3 * rowStep, columnStep);
            }
        }
    }

    /// <summary>F(2 x 2, 3 x 3), pooled: of the tile, only the maximum is stored.</summary>
    /// <typeparam name="E">What is done to each pixel.</typeparam>
    /// <param name="m">The first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="operand">What <typeparamref name="E"/> reads, the same for all pixels.</param>
    /// <param name="y">Room for the maximum.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pooled2x2<E>(float* m, nint frequencyStep, float* operand, float* y, int floats)
        where E : IEpilogue
    {
        var row1 = 4 * frequencyStep;
        var (row2, row3) = (2 * row1, 3 * row1);
        for (var end = m + floats; m < end; m += L.Count, y += L.Count, operand += L.Count)
        {
            V max;
            // Row 0.
            {
                var p = m;
                var a0 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a1 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a2 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a3 = Even(L.Load(p), L.Load(p + row1), L.Load(p + row2));
                max = E.Apply<L, V>(Even(a0, a1, a2), operand, 0);
                max = L.Max(max, E.Apply<L, V>(Odd(a1, a2, a3), operand, 0));
            }
            // Row 1.
            {
                var p = m;
                var a0 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a1 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a2 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                p += frequencyStep;
                var a3 = Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3));
                max = L.Max(max, E.Apply<L, V>(Even(a0, a1, a2), operand, 0));
                L.Store(L.Max(max, E.Apply<L, V>(Odd(a1, a2, a3), operand, 0)), y);
            }
        }
    }

    /// <summary>F(4 x 4, 3 x 3), pooled: of each 2 x 2 pixels of the tile, only the maximum is stored.</summary>
    /// <typeparam name="E">What is done to each pixel.</typeparam>
    /// <param name="m">The first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="operand">What <typeparamref name="E"/> reads, the same for all pixels.</param>
    /// <param name="y">Room for the first maximum.</param>
    /// <param name="rowStep">Floats from one maximum to that below.</param>
    /// <param name="columnStep">Floats from one maximum to that on its right.</param>
    /// <param name="floats">Channels, a multiple of the width.</param>
    /// <param name="rows">Rows that are pooled, 2 or 4; at the edge of a map, only the first make whole windows.</param>
    /// <param name="columns">Columns that are pooled, 2 or 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pooled4x4<E>(
        float* m, nint frequencyStep, float* operand, float* y, nint rowStep, nint columnStep, int floats, int rows, int columns)
        where E : IEpilogue
    {
        var row1 = 6 * frequencyStep;
        var (row2, row3, row4, row5) = (2 * row1, 3 * row1, 4 * row1, 5 * row1);
        for (var end = m + floats; m < end; m += L.Count, y += L.Count, operand += L.Count)
        {
            V max00, max01, max10, max11;
            // Rows 0 and 2.
            {
                var p = m;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a0, out var b0);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a1, out var b1);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a2, out var b2);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a3, out var b3);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a4, out var b4);
                p += frequencyStep;
                Even(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), out var a5, out var b5);
                BeginMaxima<E>(a0, a1, a2, a3, a4, a5, operand, columns, out max00, out max01);
                if (rows > 2)
                    BeginMaxima<E>(b0, b1, b2, b3, b4, b5, operand, columns, out max10, out max11);
                else
                    (max10, max11) = (default, default);
            }
            // Rows 1 and 3.
            {
                var p = m;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a0, out var b0);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a1, out var b1);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a2, out var b2);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a3, out var b3);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a4, out var b4);
                p += frequencyStep;
                Odd(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5), out var a5, out var b5);
                StoreMaxima<E>(a0, a1, a2, a3, a4, a5, operand, max00, max01, y, columnStep, columns);
                if (rows > 2)
                    StoreMaxima<E>(b0, b1, b2, b3, b4, b5, operand, max10, max11, y + rowStep, columnStep, columns);
            }
        }
    }

    /// <summary>F(2, 3) of pixel 0.</summary>
    [MethodImpl(Inline)]
    private static V Even(V m0, V m1, V m2) => L.Add(L.Add(m0, m1), m2);

    /// <summary>F(2, 3) of pixel 1.</summary>
    [MethodImpl(Inline)]
    private static V Odd(V m1, V m2, V m3) => L.Subtract(L.Subtract(m1, m2), m3);

    /// <summary>F(2, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow<C, E>(V m0, V m1, V m2, V m3, float* operand, nint operandRow, float* y, nint step)
        where C : IExtent
        where E : IEpilogue
    {
        L.Store(E.Apply<L, V>(Even(m0, m1, m2), operand, operandRow), y);
        if (C.Count > 1)
            L.Store(E.Apply<L, V>(Odd(m1, m2, m3), operand, operandRow + step), y + step);
    }

    /// <summary>F(4, 3) of pixels 0 and 2.</summary>
    [MethodImpl(Inline)]
    private static void Even(V m0, V m1, V m2, V m3, V m4, out V y0, out V y2)
    {
        var one = L.Add(m1, m2);
        var two = L.Add(m3, m4);
        y0 = L.Add(L.Add(m0, one), two);
        y2 = L.MultiplyAdd(L.Create(4f), two, one);
    }

    /// <summary>F(4, 3) of pixels 1 and 3.</summary>
    [MethodImpl(Inline)]
    private static void Odd(V m1, V m2, V m3, V m4, V m5, out V y1, out V y3)
    {
        var one = L.Subtract(m1, m2);
        var two = L.Subtract(m3, m4);
        y1 = L.MultiplyAdd(L.Create(2f), two, one);
        y3 = L.Add(L.MultiplyAdd(L.Create(8f), two, one), m5);
    }

    /// <summary>F(4, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void StoreRow<C, E>(V m0, V m1, V m2, V m3, V m4, V m5, float* operand, nint operandRow, float* y, nint step)
        where C : IExtent
        where E : IEpilogue
    {
        Even(m0, m1, m2, m3, m4, out var y0, out var y2);
        L.Store(E.Apply<L, V>(y0, operand, operandRow), y);
        if (C.Count > 2)
            L.Store(E.Apply<L, V>(y2, operand, operandRow + 2 * step), y + 2 * step);
        if (C.Count > 1)
        {
            Odd(m1, m2, m3, m4, m5, out var y1, out var y3);
            L.Store(E.Apply<L, V>(y1, operand, operandRow + step), y + step);
            if (C.Count > 3)
                L.Store(E.Apply<L, V>(y3, operand, operandRow + 3 * step), y + 3 * step);
        }
    }

    /// <summary>F(4, 3) of the upper row of windows.</summary>
    [MethodImpl(Inline)]
    private static void BeginMaxima<E>(V m0, V m1, V m2, V m3, V m4, V m5, float* operand, int columns, out V max0, out V max1)
        where E : IEpilogue
    {
        Even(m0, m1, m2, m3, m4, out var y0, out var y2);
        Odd(m1, m2, m3, m4, m5, out var y1, out var y3);
        max0 = L.Max(E.Apply<L, V>(y0, operand, 0), E.Apply<L, V>(y1, operand, 0));
        max1 = columns > 2 ? L.Max(E.Apply<L, V>(y2, operand, 0), E.Apply<L, V>(y3, operand, 0)) : default;
    }

    /// <summary>F(4, 3) of the lower row of windows, in the order of a pooling layer: after the upper row.</summary>
    [MethodImpl(Inline)]
    private static void StoreMaxima<E>(
        V m0, V m1, V m2, V m3, V m4, V m5, float* operand, V max0, V max1, float* y, nint step, int columns)
        where E : IEpilogue
    {
        Even(m0, m1, m2, m3, m4, out var y0, out var y2);
        Odd(m1, m2, m3, m4, m5, out var y1, out var y3);
        L.Store(L.Max(L.Max(max0, E.Apply<L, V>(y0, operand, 0)), E.Apply<L, V>(y1, operand, 0)), y);
        if (columns > 2)
            L.Store(L.Max(L.Max(max1, E.Apply<L, V>(y2, operand, 0)), E.Apply<L, V>(y3, operand, 0)), y + step);
    }
}
