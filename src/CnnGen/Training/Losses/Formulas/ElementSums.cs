using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Sums of a formula over outputs, and its slopes, in one walk; the same bits in every instruction set.</summary>
internal static unsafe class ElementSums
{
    // Floats summed in single precision before they go into a double: short enough to lose nothing that matters.
    private const int Block = 1024;

    // The order of the sums is that of sixteen lanes in every instruction set.
    private const int SumLanes = 16;

    /// <summary>
    /// The sum of a formula, and slopes times a factor. In each block there are sixteen running sums by index modulo 16, added up in order,
    /// in double.
    /// </summary>
    /// <param name="instructionSet">One the machine supports; the bits do not depend on it.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="outputs">count values.</param>
    /// <param name="targets">count values.</param>
    /// <param name="gradients">Room for count values; may be <paramref name="outputs"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="scale">What slopes are multiplied with.</param>
    public static double Sum<TFormula>(
        InstructionSet instructionSet, TFormula formula, float* outputs, float* targets, float* gradients, int count, float scale)
        where TFormula : struct, IElementFormula => instructionSet switch
        {
            _ when count < SumLanes => SumFew(formula, outputs, targets, gradients, count, scale),
            InstructionSet.Avx512 => Sum<TFormula, Lanes512, Vector512<float>>(formula, outputs, targets, gradients, count, scale),
            InstructionSet.Avx2 => Sum<TFormula, Lanes256, Vector256<float>>(formula, outputs, targets, gradients, count, scale),
            InstructionSet.Vector128 => Sum<TFormula, Lanes128, Vector128<float>>(formula, outputs, targets, gradients, count, scale),
            _ => Sum<TFormula, Lanes1, float>(formula, outputs, targets, gradients, count, scale),
        };

    /// <summary>The same of less than a running sum each: of positions of maps, which have few channels.</summary>
    private static double SumFew<TFormula>(
        TFormula formula, float* outputs, float* targets, float* gradients, int count, float scale)
        where TFormula : struct, IElementFormula
    {
        var total = 0.0;
        for (var i = 0; i < count; i++)
        {
            total += formula.Apply<Lanes1, float>(outputs[i], targets[i], out var slope);
            gradients[i] = slope * scale;
        }

        return total;
    }

    private static double Sum<TFormula, L, V>(
        TFormula formula, float* outputs, float* targets, float* gradients, int count, float scale)
        where TFormula : struct, IElementFormula
        where L : ILanes<V>
        where V : unmanaged
    {
        var sums = stackalloc float[SumLanes];
        var total = 0.0;
        for (var start = 0; start < count; start += Block)
        {
            float* output = outputs + start, target = targets + start, gradient = gradients + start;
            var some = Math.Min(Block, count - start);
            var whole = some / SumLanes * SumLanes;
            SumWhole<TFormula, L, V>(formula, output, target, gradient, whole, scale, sums);
            for (var i = whole; i < some; i++)
            {
                sums[i - whole] += formula.Apply<Lanes1, float>(output[i], target[i], out var slope);
                gradient[i] = slope * scale;
            }

            for (var lane = 0; lane < SumLanes; lane++)
                total += sums[lane];
        }

        return total;
    }

    private static void SumWhole<TFormula, L, V>(
        TFormula formula, float* outputs, float* targets, float* gradients, int count, float scale, float* sums)
        where TFormula : struct, IElementFormula
        where L : ILanes<V>
        where V : unmanaged
    {
        var factor = L.Create(scale);
        for (var lane = 0; lane < SumLanes; lane += L.Count)
        {
            var sum = L.Create(0f);
            for (var i = lane; i < count; i += SumLanes)
            {
                sum = L.Add(sum, formula.Apply<L, V>(L.Load(outputs + i), L.Load(targets + i), out var slope));
                L.Store(L.Multiply(slope, factor), gradients + i);
            }

            L.Store(sum, sums + lane);
        }
    }
}
