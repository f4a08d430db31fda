using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adam (Kingma and Ba, 2014), Keras' <c>Adam</c>: m and v are running means of g and g^2, and
/// w = w - rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public class Adam(LearningRate? learningRate = null) : MomentOptimizer(learningRate)
{
    /// <summary>Whether the greatest v so far takes the place of v (Reddi et al., 2018); false when left out.</summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(AmsGrad), AmsGrad);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => AmsGrad ? 3 : 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        var step = ++state.Iterations;
        var rate = learningRate * Math.Sqrt(1 - Power(Beta2, step)) / (1 - Power(Beta1, step));
        ((OptimizerState<Rule>)state).Rule = new Rule((float)rate, (float)(1 - Beta1), (float)(1 - Beta2), (float)Epsilon, AmsGrad);
    }

    private readonly record struct Rule(float Rate, float New1, float New2, float Epsilon, bool AmsGrad) : IUpdateRule
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
            if (AmsGrad)
            {
                var greatest = L.Load(slot + 2 * stride);
                v = L.SelectLessOrEqual(v, greatest, greatest, v);
                L.Store(v, slot + 2 * stride);
            }
            return L.Subtract(weight, L.Divide(L.Multiply(m, L.Create(Rate)), L.Add(L.Sqrt(v), L.Create(Epsilon))));
        }
    }
}
