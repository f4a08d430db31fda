using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// The mean of (output - target)^2 over the outputs of an image; Keras' <c>MeanSquaredError</c>. Targets are floats of the output's shape,
/// whatever that is: a number, a vector, a map. The gradient is 2 (output - target) / outputs.
/// </summary>
/// <remarks>The network may end in anything. The bits are the same in every instruction set with fused multiply-add.</remarks>
public sealed class MeanSquaredError : Loss
{
    // Floats summed in single precision before they go into a double: short enough to lose nothing that matters.
    private const int Block = 1024;

    // The order of the sums is that of sixteen lanes in every instruction set.
    private const int SumLanes = 16;

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
        ComputeScaled(InstructionSets.Best, outputs, targets, gradients, scale: 1);

    internal override unsafe double ComputeScaled(
        InstructionSet instructionSet, ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients, float scale)
    {
        var values = targets.Values;
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, outputs.Length, nameof(targets));
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, outputs.Length, nameof(gradients));
        var factor = (float)(2.0 * scale / outputs.Length);
        fixed (float* output = outputs, target = values, gradient = gradients)
        {
            var sum = instructionSet switch
            {
                InstructionSet.Avx512 => Sum<Lanes512, Vector512<float>>(output, target, gradient, outputs.Length, factor),
                InstructionSet.Avx2 => Sum<Lanes256, Vector256<float>>(output, target, gradient, outputs.Length, factor),
                InstructionSet.Vector128 => Sum<Lanes128, Vector128<float>>(output, target, gradient, outputs.Length, factor),
                _ => Sum<Lanes1, float>(output, target, gradient, outputs.Length, factor),
            };
            return sum / outputs.Length;
        }
    }

    /// <summary>
    /// Gradients, and the sum of squares: in each block sixteen running sums by index modulo 16, added up in order, in double.
    /// </summary>
    private static unsafe double Sum<L, V>(float* outputs, float* targets, float* gradients, int count, float factor)
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
            SumWhole<L, V>(output, target, gradient, whole, factor, sums);
            for (var i = whole; i < some; i++)
            {
                var error = output[i] - target[i];
                gradient[i] = error * factor;
                sums[i - whole] = ScalarMath.MultiplyAdd(error, error, sums[i - whole]);
            }

            for (var lane = 0; lane < SumLanes; lane++)
                total += sums[lane];
        }

        return total;
    }

    private static unsafe void SumWhole<L, V>(
        float* outputs, float* targets, float* gradients, int count, float factor, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var factors = L.Create(factor);
        for (var lane = 0; lane < SumLanes; lane += L.Count)
        {
            var sum = L.Create(0f);
            for (var i = lane; i < count; i += SumLanes)
            {
                var error = L.Subtract(L.Load(outputs + i), L.Load(targets + i));
                L.Store(L.Multiply(error, factors), gradients + i);
                sum = L.MultiplyAdd(error, error, sum);
            }

            L.Store(sum, sums + lane);
        }
    }
}
