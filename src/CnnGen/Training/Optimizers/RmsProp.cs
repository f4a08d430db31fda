using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// RMSprop (Hinton, 2012), Keras' <c>RMSprop</c>: v is the running mean of g^2 and w = w - rate * g / sqrt(v + epsilon); centered, v less
/// the
/// square of the running mean of g takes the place of v; with momentum, the step is s = momentum * s + rate * g / sqrt(...).
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class RmsProp(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private readonly double _rho = 0.9;
    private readonly double _momentum;
    private readonly double _epsilon = 1e-7;

    /// <summary>Decay of the mean of squared gradients, in [0, 1); 0.9 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Rho
    {
        get => _rho;
        init => _rho = SettingRange.Fraction(value, nameof(Rho));
    }

    /// <summary>Share of the last step that is kept, in [0, 1); 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = SettingRange.Fraction(value, nameof(Momentum));
    }

    /// <summary>Added to v under the root, above 0; 1e-7 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 in single precision.</exception>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = PositiveEpsilon(value);
    }

    /// <summary>
    /// Whether gradients are divided by their estimated deviation instead of their root mean square; false when left out.
    /// </summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(Rho), Rho);
        settings.Add(nameof(Momentum), Momentum);
        settings.Add(nameof(Epsilon), Epsilon);
        settings.Add(nameof(Centered), Centered);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => 1 + (Momentum > 0 ? 1 : 0) + (Centered ? 1 : 0);

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        ((OptimizerState<Rule>)state).Rule = new Rule(
            (float)learningRate, (float)Rho, (float)(1 - Rho), (float)Momentum, (float)Epsilon, Centered);
    }

    private readonly record struct Rule(float Rate, float Old, float New, float Momentum, float Epsilon, bool Centered) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var (old, fresh) = (L.Create(Old), L.Create(New));
            var v = L.MultiplyAdd(L.Load(slot), old, L.Multiply(L.Multiply(gradient, gradient), fresh));
            L.Store(v, slot);
            slot += stride;
            if (Centered)
            {
                var mean = L.MultiplyAdd(L.Load(slot), old, L.Multiply(gradient, fresh));
                L.Store(mean, slot);
                slot += stride;

                // A variance is not negative; rounding can make it so, and with steady gradients its root a NaN.
                v = L.Subtract(v, L.Multiply(mean, mean));
                v = L.SelectLess(v, L.Create(0f), L.Create(0f), v);
            }
            var step = L.Divide(L.Multiply(gradient, L.Create(Rate)), L.Sqrt(L.Add(v, L.Create(Epsilon))));
            if (Momentum > 0)
            {
                step = L.MultiplyAdd(L.Load(slot), L.Create(Momentum), step);
                L.Store(step, slot);
            }
            return L.Subtract(weight, step);
        }
    }
}
