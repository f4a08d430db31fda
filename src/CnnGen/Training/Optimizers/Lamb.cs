using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// LAMB (You et al., 2019), Keras' <c>Lamb</c>, for large batches: m and v are running means of g and g^2, the step of Adam is
/// u = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon), and w = w - rate * |w| / |u| * u with the norms of the variable, each
/// kernel and bias by itself; without |w| / |u| where one of them is 0.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Lamb(LearningRate? learningRate = null) : MomentOptimizer(learningRate)
{
    /// <inheritdoc/>
    internal override int RuleSlots => 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new State(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        var step = ++state.Iterations;
        var own = (State)state;
        own.Rule = new Rule((float)-learningRate);
        own.Moments = new Moments(
            (float)(1 - Beta1),
            (float)(1 - Beta2),
            (float)(1 / (1 - Power(Beta1, step))),
            (float)(1 / (1 - Power(Beta2, step))),
            (float)Epsilon,
            state.Settings.ClipValue);
        // What the update itself is given are steps, which are not clipped.
        state.Settings = state.Settings with { ClipValue = float.PositiveInfinity };
    }

    /// <summary>What becomes of gradients, before norms are known.</summary>
    private readonly record struct Moments(float New1, float New2, float Correct1, float Correct2, float Epsilon, float ClipValue);

    /// <summary>The update, by steps that are scaled already.</summary>
    private readonly record struct Rule(float NegativeRate) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged => L.MultiplyAdd(gradient, L.Create(NegativeRate), weight);
    }

    /// <summary>Puts the scaled step of each variable in place of its gradient.</summary>
    private sealed unsafe class State(int trainableFloats, int slotCount) : OptimizerState<Rule>(trainableFloats, slotCount)
    {
        public Moments Moments { get; set; }

        public override bool DirectsVariables => !Settings.OnlyAccumulates;

        public override void Direct(InstructionSet instructionSet, float* weights, float* gradients, VariableRange variable)
        {
            var (start, count) = (variable.Start, variable.Count);
            var done = instructionSet switch
            {
                InstructionSet.Avx512 => Move<Lanes512, Vector512<float>>(gradients, start, count),
                InstructionSet.Avx2 => Move<Lanes256, Vector256<float>>(gradients, start, count),
                InstructionSet.Vector128 => Move<Lanes128, Vector128<float>>(gradients, start, count),
                _ => 0,
            };
            Move<Lanes1, float>(gradients, start + done, count - done);
            GC.KeepAlive(this);

            // Of the weights as weight decay will leave them, which scales all of them by one number.
            var weightNorm = Math.Abs(1.0 + Settings.Decay) * Math.Sqrt(GradientNorm.SumOfSquares(instructionSet, weights, variable));
            var stepNorm = Math.Sqrt(GradientNorm.SumOfSquares(instructionSet, gradients, variable));
            if (weightNorm > 0 && stepNorm > 0)
                GradientNorm.Scale(instructionSet, gradients, variable, (float)(weightNorm / stepNorm));
        }

        // Returns how many floats it went over: all but a tail shorter than a vector.
        private int Move<L, V>(float* gradients, int start, int count)
            where L : ILanes<V>
            where V : unmanaged
        {
            var moments = Moments;
            var slots = Slots;
            nint stride = TrainableFloats;
            var high = L.Create(moments.ClipValue);
            var low = L.Create(-moments.ClipValue);
            var i = start;
            for (; i <= start + count - L.Count; i += L.Count)
            {
                var gradient = L.Load(gradients + i);
                gradient = L.SelectLess(gradient, low, low, gradient);
                gradient = L.SelectLess(high, gradient, high, gradient);
                var m = L.Load(slots + i);
                m = L.MultiplyAdd(L.Subtract(gradient, m), L.Create(moments.New1), m);
                L.Store(m, slots + i);
                var v = L.Load(slots + stride + i);
                v = L.MultiplyAdd(L.Subtract(L.Multiply(gradient, gradient), v), L.Create(moments.New2), v);
                L.Store(v, slots + stride + i);
                var root = L.Sqrt(L.Multiply(v, L.Create(moments.Correct2)));
                L.Store(
                    L.Divide(L.Multiply(m, L.Create(moments.Correct1)), L.Add(root, L.Create(moments.Epsilon))), gradients + i);
            }

            return i - start;
        }
    }
}
