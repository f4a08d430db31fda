using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Stochastic gradient descent, Keras' <c>SGD</c>: w = w - rate * g; with momentum v = momentum * v - rate * g and w = w + v,
/// with Nesterov's w = w + momentum * v - rate * g.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.01 when left out.</param>
public sealed class Sgd(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.01)
{
    private readonly double _momentum;

    /// <summary>Share of the last step that is kept, in [0, 1]; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double Momentum
    {
        get => _momentum;
        init => _momentum = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Momentum), value, "Momentum must be in [0, 1].");
    }

    /// <summary>Whether momentum looks ahead, as Nesterov's; false when left out, and of no effect without momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(Momentum), Momentum);
        settings.Add(nameof(Nesterov), Nesterov);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        ((OptimizerState<Rule>)state).Rule = new Rule((float)-learningRate, (float)Momentum, Nesterov);
    }

    private readonly record struct Rule(float NegativeRate, float Momentum, bool Nesterov) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var rate = L.Create(NegativeRate);
            if (Momentum == 0)
                return L.MultiplyAdd(gradient, rate, weight);
            var step = L.Multiply(gradient, rate);
            var momentum = L.Create(Momentum);
            var velocity = L.MultiplyAdd(L.Load(slot), momentum, step);
            L.Store(velocity, slot);
            return L.Add(weight, Nesterov ? L.MultiplyAdd(velocity, momentum, step) : velocity);
        }
    }
}
