using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// What regularized weights cost, L1 * sum |w| + L2 * sum w^2, and its gradient, L1 * sign(w) + 2 * L2 * w. The order of the sums is that
/// of sixteen lanes in every instruction set, so the bits are the same in all.
/// </summary>
internal static unsafe class WeightPenalty
{
    // Floats summed in single precision before they go into a double: short enough to lose nothing that matters.
    private const int Block = 1024;

    private const int SumLanes = 16;

    /// <summary>The penalty of all trained weights as they are.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="info">The network.</param>
    /// <param name="weights">Its weights.</param>
    public static double OfNetwork(InstructionSet instructionSet, NetworkInfo info, float* weights)
    {
        var penalty = 0.0;
        foreach (var parameter in info.Parameters)
        {
            if (parameter is { Trainable: true, Regularizer: { } regularizer })
                penalty += Add(instructionSet, regularizer, weights + parameter.Offset, null, parameter.StoredFloats);
        }

        return penalty;
    }

    /// <summary>The penalty of some weights; adds its gradient to theirs.</summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="regularizer">The factors.</param>
    /// <param name="weights">The weights; of padding, which is zero, it is 0.</param>
    /// <param name="gradients">Their gradients; null where nothing is to be added.</param>
    /// <param name="count">How many.</param>
    public static double Add(InstructionSet instructionSet, RegularizerInfo regularizer, float* weights, float* gradients, int count)
    {
        var factors = ((float)regularizer.L1, (float)(2 * regularizer.L2));
        var sums = stackalloc float[2 * SumLanes];
        var (magnitudes, squares) = (0.0, 0.0);
        for (var start = 0; start < count; start += Block)
        {
            var w = weights + start;
            var g = gradients == null ? null : gradients + start;
            var floats = Math.Min(Block, count - start);
            var whole = floats / SumLanes * SumLanes;
            switch (instructionSet)
            {
                case InstructionSet.Avx512:
                    AddLanes<Lanes512, Vector512<float>>(factors, w, g, whole, SumLanes, sums);
                    break;
                case InstructionSet.Avx2:
                    AddLanes<Lanes256, Vector256<float>>(factors, w, g, whole, SumLanes, sums);
                    break;
                case InstructionSet.Vector128:
                    AddLanes<Lanes128, Vector128<float>>(factors, w, g, whole, SumLanes, sums);
                    break;
                default:
                    AddLanes<Lanes1, float>(factors, w, g, whole, SumLanes, sums);
                    break;
            }

            for (var lane = 0; lane < SumLanes; lane++)
                (magnitudes, squares) = (magnitudes + sums[lane], squares + sums[SumLanes + lane]);
            AddLanes<Lanes1, float>(factors, w + whole, g == null ? null : g + whole, floats - whole, floats - whole, sums);
            for (var lane = 0; lane < floats - whole; lane++)
                (magnitudes, squares) = (magnitudes + sums[lane], squares + sums[SumLanes + lane]);
        }

        return (regularizer.L1 * magnitudes) + (regularizer.L2 * squares);
    }

    /// <summary>Sums of the first lanes by index modulo sixteen: of magnitudes, and sixteen floats behind them of squares.</summary>
    private static void AddLanes<L, V>((float L1, float TwiceL2) factors, float* w, float* g, int count, int lanes, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (ofSign, ofWeight) = (L.Create(factors.L1), L.Create(factors.TwiceL2));
        for (var lane = 0; lane < lanes; lane += L.Count)
        {
            var (magnitudes, squares) = (L.Create(0f), L.Create(0f));
            for (var i = lane; i < count; i += SumLanes)
            {
                var weight = L.Load(w + i);
                magnitudes = L.Add(magnitudes, Magnitude.Of<L, V>(weight));
                squares = L.MultiplyAdd(weight, weight, squares);
                if (g == null)
                    continue;
                var gradient = L.MultiplyAdd(weight, ofWeight, L.Load(g + i));
                L.Store(L.MultiplyAdd(Magnitude.Sign<L, V>(weight), ofSign, gradient), g + i);
            }

            L.Store(magnitudes, sums + lane);
            L.Store(squares, sums + SumLanes + lane);
        }
    }
}
