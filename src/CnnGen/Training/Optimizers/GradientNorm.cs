using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Norms of variables, and scaling by them. The order of its sums is that of sixteen lanes in every instruction set, so the bits are the
/// same in all.
/// </summary>
internal static unsafe class GradientNorm
{
    // Floats summed in single precision before they go into a double: short enough to lose nothing that matters.
    private const int Block = 1024;

    private const int SumLanes = 16;

    /// <summary>Sum of g^2 over a variable: in each block sixteen running sums by index modulo 16, added up in order, in double.</summary>
    public static double SumOfSquares(InstructionSet instructionSet, float* gradients, VariableRange variable)
    {
        var sums = stackalloc float[SumLanes];
        var total = 0.0;
        for (var start = 0; start < variable.Count; start += Block)
        {
            var g = gradients + variable.Start + start;
            var count = Math.Min(Block, variable.Count - start);
            var whole = count / SumLanes * SumLanes;
            switch (instructionSet)
            {
                case InstructionSet.Avx512:
                    Sum<Lanes512, Vector512<float>>(g, whole, sums);
                    break;
                case InstructionSet.Avx2:
                    Sum<Lanes256, Vector256<float>>(g, whole, sums);
                    break;
                case InstructionSet.Vector128:
                    Sum<Lanes128, Vector128<float>>(g, whole, sums);
                    break;
                default:
                    Sum<Lanes1, float>(g, whole, sums);
                    break;
            }
            for (var i = whole; i < count; i++)
                sums[i - whole] = ScalarMath.MultiplyAdd(g[i], g[i], sums[i - whole]);
            for (var lane = 0; lane < SumLanes; lane++)
                total += sums[lane];
        }
        return total;
    }

    /// <summary>g = g * bound / norm where the norm is above its bound; a NaN in one gradient makes all of them NaN, as in Keras.</summary>
    public static void ScaleDown(InstructionSet instructionSet, float* gradients, VariableRange variable, double sumOfSquares, double bound)
    {
        var norm = Math.Sqrt(sumOfSquares);
        if (norm <= bound)
            return;
        Scale(instructionSet, gradients, variable, (float)(bound / norm));
    }

    /// <summary>g = g * factor.</summary>
    public static void Scale(InstructionSet instructionSet, float* gradients, VariableRange variable, float factor)
    {
        var g = gradients + variable.Start;
        var done = instructionSet switch
        {
            InstructionSet.Avx512 => Scale<Lanes512, Vector512<float>>(g, variable.Count, factor),
            InstructionSet.Avx2 => Scale<Lanes256, Vector256<float>>(g, variable.Count, factor),
            InstructionSet.Vector128 => Scale<Lanes128, Vector128<float>>(g, variable.Count, factor),
            _ => 0,
        };
        Scale<Lanes1, float>(g + done, variable.Count - done, factor);
    }

    private static void Sum<L, V>(float* g, int count, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var lane = 0; lane < SumLanes; lane += L.Count)
        {
            var sum = L.Create(0f);
            for (var i = lane; i < count; i += SumLanes)
            {
                var x = L.Load(g + i);
                sum = L.MultiplyAdd(x, x, sum);
            }
            L.Store(sum, sums + lane);
        }
    }

    private static int Scale<L, V>(float* g, int count, float factor)
        where L : ILanes<V>
        where V : unmanaged
    {
        var i = 0;
        for (var factors = L.Create(factor); i <= count - L.Count; i += L.Count)
            L.Store(L.Multiply(L.Load(g + i), factors), g + i);
        return i;
    }
}
