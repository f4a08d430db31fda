using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, 2011), Keras' <c>Adagrad</c>: v is the sum of all g^2, and w = w - rate * g / sqrt(v + epsilon), so
/// that steps become smaller and smaller.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Adagrad(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private readonly double _initial = 0.1;
    private readonly double _epsilon = 1e-7;

    /// <summary>What the sums begin with, at least 0; 0.1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double InitialAccumulatorValue
    {
        get => _initial;
        init => _initial = SettingRange.NotNegative(value, nameof(InitialAccumulatorValue));
    }

    /// <summary>Added to v under the root, above 0; 1e-7 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 in single precision.</exception>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = PositiveEpsilon(value);
    }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(InitialAccumulatorValue), InitialAccumulatorValue);
        settings.Add(nameof(Epsilon), Epsilon);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => 1;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) =>
        new OptimizerState<Rule>(trainableFloats, SlotCount) { FirstSlot = (float)InitialAccumulatorValue };

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        ((OptimizerState<Rule>)state).Rule = new Rule((float)learningRate, (float)Epsilon);
    }

    private readonly record struct Rule(float Rate, float Epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var v = L.MultiplyAdd(gradient, gradient, L.Load(slot));
            L.Store(v, slot);
            var root = L.Sqrt(L.Add(v, L.Create(Epsilon)));
            return L.Subtract(weight, L.Divide(L.Multiply(gradient, L.Create(Rate)), root));
        }
    }
}
