using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// The most multiply-adds a thread can do: independent fused multiply-adds on registers and nothing else. The number of sums covers
/// latency times pipes of current cores (4 x 2) with room to spare and leaves registers for the factor and the addend.
/// </summary>
internal static class FmaPeak
{
    private const float Factor = 0.999f;
    private const float Addend = 0.5f;

    /// <summary>Floating-point operations of one call of <see cref="Run"/> with one iteration.</summary>
    /// <param name="instructionSet">The instruction set.</param>
    public static double FlopsPerIteration(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Avx512 => 2 * 24 * 16,
        InstructionSet.Avx2 => 2 * 12 * 8,
        InstructionSet.Vector128 => 2 * 12 * 4,
        _ => 2 * 12,
    };

    /// <summary>Runs the loop; returns a number that depends on every sum, so that none is left out.</summary>
    /// <param name="instructionSet">The instruction set.</param>
    /// <param name="iterations">How often.</param>
    public static float Run(InstructionSet instructionSet, long iterations) => instructionSet switch
    {
        InstructionSet.Avx512 => RunAvx512(iterations),
        InstructionSet.Avx2 => RunAvx2(iterations),
        InstructionSet.Vector128 => RunVector128(iterations),
        _ => RunScalar(iterations),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunAvx512(long iterations)
    {
        var (factor, addend) = (Vector512.Create(Factor), Vector512.Create(Addend));
        var (a0, a1, a2, a3) = (Vector512.Create(1f), Vector512.Create(2f), Vector512.Create(3f), Vector512.Create(4f));
        var (a4, a5, a6, a7) = (Vector512.Create(5f), Vector512.Create(6f), Vector512.Create(7f), Vector512.Create(8f));
        var (a8, a9, a10, a11) = (Vector512.Create(9f), Vector512.Create(10f), Vector512.Create(11f), Vector512.Create(12f));
        var (a12, a13, a14, a15) = (Vector512.Create(13f), Vector512.Create(14f), Vector512.Create(15f), Vector512.Create(16f));
        var (a16, a17, a18, a19) = (Vector512.Create(17f), Vector512.Create(18f), Vector512.Create(19f), Vector512.Create(20f));
        var (a20, a21, a22, a23) = (Vector512.Create(21f), Vector512.Create(22f), Vector512.Create(23f), Vector512.Create(24f));
        for (; iterations > 0; iterations--)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, factor, addend);
            a1 = Vector512.FusedMultiplyAdd(a1, factor, addend);
            a2 = Vector512.FusedMultiplyAdd(a2, factor, addend);
            a3 = Vector512.FusedMultiplyAdd(a3, factor, addend);
            a4 = Vector512.FusedMultiplyAdd(a4, factor, addend);
            a5 = Vector512.FusedMultiplyAdd(a5, factor, addend);
            a6 = Vector512.FusedMultiplyAdd(a6, factor, addend);
            a7 = Vector512.FusedMultiplyAdd(a7, factor, addend);
            a8 = Vector512.FusedMultiplyAdd(a8, factor, addend);
            a9 = Vector512.FusedMultiplyAdd(a9, factor, addend);
            a10 = Vector512.FusedMultiplyAdd(a10, factor, addend);
            a11 = Vector512.FusedMultiplyAdd(a11, factor, addend);
            a12 = Vector512.FusedMultiplyAdd(a12, factor, addend);
            a13 = Vector512.FusedMultiplyAdd(a13, factor, addend);
            a14 = Vector512.FusedMultiplyAdd(a14, factor, addend);
            a15 = Vector512.FusedMultiplyAdd(a15, factor, addend);
            a16 = Vector512.FusedMultiplyAdd(a16, factor, addend);
            a17 = Vector512.FusedMultiplyAdd(a17, factor, addend);
            a18 = Vector512.FusedMultiplyAdd(a18, factor, addend);
            a19 = Vector512.FusedMultiplyAdd(a19, factor, addend);
            a20 = Vector512.FusedMultiplyAdd(a20, factor, addend);
            a21 = Vector512.FusedMultiplyAdd(a21, factor, addend);
            a22 = Vector512.FusedMultiplyAdd(a22, factor, addend);
            a23 = Vector512.FusedMultiplyAdd(a23, factor, addend);
        }

        var sum = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11;
        sum += a12 + a13 + a14 + a15 + a16 + a17 + a18 + a19 + a20 + a21 + a22 + a23;
        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunAvx2(long iterations)
    {
        var (factor, addend) = (Vector256.Create(Factor), Vector256.Create(Addend));
        var (a0, a1, a2, a3) = (Vector256.Create(1f), Vector256.Create(2f), Vector256.Create(3f), Vector256.Create(4f));
        var (a4, a5, a6, a7) = (Vector256.Create(5f), Vector256.Create(6f), Vector256.Create(7f), Vector256.Create(8f));
        var (a8, a9, a10, a11) = (Vector256.Create(9f), Vector256.Create(10f), Vector256.Create(11f), Vector256.Create(12f));
        for (; iterations > 0; iterations--)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, factor, addend);
            a1 = Vector256.FusedMultiplyAdd(a1, factor, addend);
            a2 = Vector256.FusedMultiplyAdd(a2, factor, addend);
            a3 = Vector256.FusedMultiplyAdd(a3, factor, addend);
            a4 = Vector256.FusedMultiplyAdd(a4, factor, addend);
            a5 = Vector256.FusedMultiplyAdd(a5, factor, addend);
            a6 = Vector256.FusedMultiplyAdd(a6, factor, addend);
            a7 = Vector256.FusedMultiplyAdd(a7, factor, addend);
            a8 = Vector256.FusedMultiplyAdd(a8, factor, addend);
            a9 = Vector256.FusedMultiplyAdd(a9, factor, addend);
            a10 = Vector256.FusedMultiplyAdd(a10, factor, addend);
            a11 = Vector256.FusedMultiplyAdd(a11, factor, addend);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunVector128(long iterations)
    {
        var (factor, addend) = (Vector128.Create(Factor), Vector128.Create(Addend));
        var (a0, a1, a2, a3) = (Vector128.Create(1f), Vector128.Create(2f), Vector128.Create(3f), Vector128.Create(4f));
        var (a4, a5, a6, a7) = (Vector128.Create(5f), Vector128.Create(6f), Vector128.Create(7f), Vector128.Create(8f));
        var (a8, a9, a10, a11) = (Vector128.Create(9f), Vector128.Create(10f), Vector128.Create(11f), Vector128.Create(12f));
        for (; iterations > 0; iterations--)
        {
            a0 = ScalarMath.MultiplyAdd(a0, factor, addend);
            a1 = ScalarMath.MultiplyAdd(a1, factor, addend);
            a2 = ScalarMath.MultiplyAdd(a2, factor, addend);
            a3 = ScalarMath.MultiplyAdd(a3, factor, addend);
            a4 = ScalarMath.MultiplyAdd(a4, factor, addend);
            a5 = ScalarMath.MultiplyAdd(a5, factor, addend);
            a6 = ScalarMath.MultiplyAdd(a6, factor, addend);
            a7 = ScalarMath.MultiplyAdd(a7, factor, addend);
            a8 = ScalarMath.MultiplyAdd(a8, factor, addend);
            a9 = ScalarMath.MultiplyAdd(a9, factor, addend);
            a10 = ScalarMath.MultiplyAdd(a10, factor, addend);
            a11 = ScalarMath.MultiplyAdd(a11, factor, addend);
        }

        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float RunScalar(long iterations)
    {
        var (factor, addend) = (Factor, Addend);
        var (a0, a1, a2, a3) = (1f, 2f, 3f, 4f);
        var (a4, a5, a6, a7) = (5f, 6f, 7f, 8f);
        var (a8, a9, a10, a11) = (9f, 10f, 11f, 12f);
        for (; iterations > 0; iterations--)
        {
            a0 = ScalarMath.MultiplyAdd(a0, factor, addend);
            a1 = ScalarMath.MultiplyAdd(a1, factor, addend);
            a2 = ScalarMath.MultiplyAdd(a2, factor, addend);
            a3 = ScalarMath.MultiplyAdd(a3, factor, addend);
            a4 = ScalarMath.MultiplyAdd(a4, factor, addend);
            a5 = ScalarMath.MultiplyAdd(a5, factor, addend);
            a6 = ScalarMath.MultiplyAdd(a6, factor, addend);
            a7 = ScalarMath.MultiplyAdd(a7, factor, addend);
            a8 = ScalarMath.MultiplyAdd(a8, factor, addend);
            a9 = ScalarMath.MultiplyAdd(a9, factor, addend);
            a10 = ScalarMath.MultiplyAdd(a10, factor, addend);
            a11 = ScalarMath.MultiplyAdd(a11, factor, addend);
        }

        return a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11;
    }
}
