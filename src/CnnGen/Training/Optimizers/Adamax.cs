using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adamax (Kingma and Ba, "Adam", 2014, section 7), Keras' <c>Adamax</c>: m is the running mean of g, u = max(beta2 * u, |g|), and
/// w = w - rate / (1 - beta1^t) * m / (u + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Adamax(LearningRate? learningRate = null) : MomentOptimizer(learningRate)
{
    /// <inheritdoc/>
    internal override int RuleSlots => 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        var rate = learningRate / (1 - Power(Beta1, ++state.Iterations));
        ((OptimizerState<Rule>)state).Rule = new Rule((float)rate, (float)(1 - Beta1), (float)Beta2, (float)Epsilon);
    }

    private readonly record struct Rule(float Rate, float New1, float Old2, float Epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var m = L.Load(slot);
            m = L.MultiplyAdd(L.Subtract(gradient, m), L.Create(New1), m);
            L.Store(m, slot);
            var (old, size) = (L.Multiply(L.Load(slot + stride), L.Create(Old2)), Magnitude.Of<L, V>(gradient));
            var u = L.SelectLess(size, old, old, size);
            L.Store(u, slot + stride);
            return L.Subtract(weight, L.Divide(L.Multiply(m, L.Create(Rate)), L.Add(u, L.Create(Epsilon))));
        }
    }
}
