using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Nadam (Dozat, 2015), Adam with Nesterov's momentum, Keras' <c>Nadam</c>. With u_t = beta1 (1 - 0.96^t / 2) and U_t = u_1 u_2 ... u_t:
/// w = w - rate * (u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t)) / (sqrt(v / (1 - beta2^t)) + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Nadam(LearningRate? learningRate = null) : MomentOptimizer(learningRate)
{
    private const double ScheduleDecay = 0.96;

    /// <inheritdoc/>
    internal override int RuleSlots => 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        var step = ++state.Iterations;
        var momentum = Momentum(step);
        var nextMomentum = Momentum(step + 1);
        state.MomentumProduct *= momentum;
        ((OptimizerState<Rule>)state).Rule = new Rule(
            (float)(learningRate * nextMomentum / (1 - state.MomentumProduct * nextMomentum)),
            (float)(learningRate * (1 - momentum) / (1 - state.MomentumProduct)),
            (float)(1 / (1 - Power(Beta2, step))),
            (float)(1 - Beta1),
            (float)(1 - Beta2),
            (float)Epsilon);
    }

    // u_t of the summary.
    private double Momentum(long step) => Beta1 * (1 - 0.5 * Power(ScheduleDecay, step));

    private readonly record struct Rule(float MeanRate, float GradientRate, float Correction, float New1, float New2, float Epsilon)
        : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var m = L.Load(slot);
            m = L.MultiplyAdd(L.Subtract(gradient, m), L.Create(New1), m);
            L.Store(m, slot);
            var v = L.Load(slot + stride);
            v = L.MultiplyAdd(L.Subtract(L.Multiply(gradient, gradient), v), L.Create(New2), v);
            L.Store(v, slot + stride);
            var step = L.MultiplyAdd(m, L.Create(MeanRate), L.Multiply(gradient, L.Create(GradientRate)));
            return L.Subtract(weight, L.Divide(step, L.Add(L.Sqrt(L.Multiply(v, L.Create(Correction))), L.Create(Epsilon))));
        }
    }
}
