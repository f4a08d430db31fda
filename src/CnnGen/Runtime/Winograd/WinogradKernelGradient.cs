using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>
/// The transpose of <see cref="WinogradKernel{L, V}"/>, G' m G: sums of the (m + 2) x (m + 2) frequencies of Winograd's F(m x m, 3 x 3) to
/// the gradients of nine taps, which are added to what is there.
/// </summary>
/// <remarks>Every width does the same operations in the same order, for each channel alone, and so gives the same bits.</remarks>
/// <typeparam name="L">The width.</typeparam>
/// <typeparam name="V">Its vector.</typeparam>
public static unsafe class WinogradKernelGradient<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>F(2 x 2, 3 x 3), from 16 frequencies.</summary>
    /// <param name="m">The sums of the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="dw">The gradient of the first tap.</param>
    /// <param name="tapStep">Floats from one tap to the next.</param>
    /// <param name="floats">Weights of a tap, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile2x2(float* m, nint frequencyStep, float* dw, nint tapStep, int floats)
    {
        var row1 = 4 * frequencyStep;
        var (row2, row3) = (2 * row1, 3 * row1);
        for (var end = m + floats; m < end; m += L.Count, dw += L.Count)
        {
            // Rows 0 and 2.
            {
                var p = m;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), out var a0, out var b0);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), out var a1, out var b1);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), out var a2, out var b2);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), out var a3, out var b3);
                AddRow(a0, a1, a2, a3, dw, tapStep);
                AddRow(b0, b1, b2, b3, dw + 6 * tapStep, tapStep);
            }
            // Row 1.
            {
                var p = m;
                var a0 = Inner(L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a1 = Inner(L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a2 = Inner(L.Load(p + row1), L.Load(p + row2));
                p += frequencyStep;
                var a3 = Inner(L.Load(p + row1), L.Load(p + row2));
                AddRow(a0, a1, a2, a3, dw + 3 * tapStep, tapStep);
            }
        }
    }

    /// <summary>F(4 x 4, 3 x 3), from 36 frequencies.</summary>
    /// <param name="m">The sums of the first frequency.</param>
    /// <param name="frequencyStep">Floats from one frequency to the next.</param>
    /// <param name="dw">The gradient of the first tap.</param>
    /// <param name="tapStep">Floats from one tap to the next.</param>
    /// <param name="floats">Weights of a tap, a multiple of the width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x4(float* m, nint frequencyStep, float* dw, nint tapStep, int floats)
    {
        var row1 = 6 * frequencyStep;
        var (row2, row3, row4, row5) = (2 * row1, 3 * row1, 4 * row1, 5 * row1);
        for (var end = m + floats; m < end; m += L.Count, dw += L.Count)
        {
            // Rows 0 and 2.
            {
                var p = m;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a0, out var b0);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a1, out var b1);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a2, out var b2);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a3, out var b3);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a4, out var b4);
                p += frequencyStep;
                Outer(L.Load(p), L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4), L.Load(p + row5),
                    out var a5, out var b5);
                AddRow(a0, a1, a2, a3, a4, a5, dw, tapStep);
                AddRow(b0, b1, b2, b3, b4, b5, dw + 6 * tapStep, tapStep);
            }
            // Row 1.
            {
                var p = m;
                var a0 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                p += frequencyStep;
                var a1 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                p += frequencyStep;
                var a2 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                p += frequencyStep;
                var a3 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                p += frequencyStep;
                var a4 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                p += frequencyStep;
                var a5 = Inner(L.Load(p + row1), L.Load(p + row2), L.Load(p + row3), L.Load(p + row4));
                AddRow(a0, a1, a2, a3, a4, a5, dw + 3 * tapStep, tapStep);
            }
        }
    }

    /// <summary>F(2, 3) of taps 0 and 2.</summary>
    [MethodImpl(Inline)]
    private static void Outer(V m0, V m1, V m2, V m3, out V tap0, out V tap2)
    {
        var sum = L.Add(m1, m2);
        tap0 = L.MultiplyAdd(L.Create(0.5f), sum, m0);
        tap2 = L.MultiplyAdd(L.Create(0.5f), sum, m3);
    }

    /// <summary>F(2, 3) of tap 1.</summary>
    [MethodImpl(Inline)]
    private static V Inner(V m1, V m2) => L.Multiply(L.Create(0.5f), L.Subtract(m1, m2));

    /// <summary>F(2, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void AddRow(V m0, V m1, V m2, V m3, float* dw, nint step)
    {
        Outer(m0, m1, m2, m3, out var tap0, out var tap2);
        Add(tap0, dw);
        Add(tap2, dw + 2 * step);
        Add(Inner(m1, m2), dw + step);
    }

    /// <summary>F(4, 3) of taps 0 and 2.</summary>
    [MethodImpl(Inline)]
    private static void Outer(V m0, V m1, V m2, V m3, V m4, V m5, out V tap0, out V tap2)
    {
        var one = L.Add(m1, m2);
        var two = L.Add(m3, m4);
        tap0 = L.MultiplyAdd(
            L.Create(1 / 4f), m0, L.MultiplyAdd(L.Create((float)(1 / 24.0)), two, L.Multiply(L.Create((float)(-1 / 6.0)), one)));
        tap2 = L.MultiplyAdd(L.Create((float)(1 / 6.0)), L.Subtract(two, one), m5);
    }

    /// <summary>F(4, 3) of tap 1.</summary>
    [MethodImpl(Inline)]
    private static V Inner(V m1, V m2, V m3, V m4) => L.MultiplyAdd(
        L.Create((float)(1 / 12.0)), L.Subtract(m3, m4), L.Multiply(L.Create((float)(1 / 6.0)), L.Subtract(m2, m1)));

    /// <summary>F(4, 3) of a row.</summary>
    [MethodImpl(Inline)]
    private static void AddRow(V m0, V m1, V m2, V m3, V m4, V m5, float* dw, nint step)
    {
        Outer(m0, m1, m2, m3, m4, m5, out var tap0, out var tap2);
        Add(tap0, dw);
        Add(tap2, dw + 2 * step);
        Add(Inner(m1, m2, m3, m4), dw + step);
    }

    [MethodImpl(Inline)]
    private static void Add(V value, float* sum) => L.Store(L.Add(L.Load(sum), value), sum);
}
