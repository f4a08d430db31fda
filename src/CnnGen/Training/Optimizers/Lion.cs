using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023), Keras' <c>Lion</c>: with m the running mean of g,
/// w = w - rate * sign(beta1 * m + (1 - beta1) * g), and then m = beta2 * m + (1 - beta2) * g. Every weight moves by the rate: take a third
/// to a tenth of Adam's.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Lion(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.99;

    /// <summary>The share of the mean in the step, in [0, 1); 0.9 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = SettingRange.Fraction(value, nameof(Beta1));
    }

    /// <summary>Decay of the mean, in [0, 1); 0.99 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = SettingRange.Fraction(value, nameof(Beta2));
    }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(Beta1), Beta1);
        settings.Add(nameof(Beta2), Beta2);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => 1;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        ((OptimizerState<Rule>)state).Rule = new Rule(
            (float)learningRate, (float)Beta1, (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2));
    }

    private readonly record struct Rule(float Rate, float Old1, float New1, float Old2, float New2) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var m = L.Load(slot);
            var direction = L.MultiplyAdd(m, L.Create(Old1), L.Multiply(gradient, L.Create(New1)));
            L.Store(L.MultiplyAdd(m, L.Create(Old2), L.Multiply(gradient, L.Create(New2))), slot);
            return L.Subtract(weight, L.Multiply(Magnitude.Sign<L, V>(direction), L.Create(Rate)));
        }
    }
}
