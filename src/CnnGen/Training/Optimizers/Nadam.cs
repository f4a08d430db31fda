using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Nadam (Dozat, 2015), Adam with Nesterov's momentum, Keras' <c>Nadam</c>. With u_t = beta1 (1 - 0.96^t / 2) and U_t = u_1 u_2 ... u_t:
/// w = w - rate * (u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t)) / (sqrt(v / (1 - beta2^t)) + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Nadam(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private const double ScheduleDecay = 0.96;

    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.999;
    private readonly double _epsilon = 1e-7;

    /// <summary>Decay of the mean of gradients, in [0, 1); 0.9 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = Fraction(value, nameof(Beta1));
    }

    /// <summary>Decay of the mean of squared gradients, in [0, 1); 0.999 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = Fraction(value, nameof(Beta2));
    }

    /// <summary>Added to the root of v, above 0; 1e-7 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 in single precision.</exception>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = PositiveEpsilon(value);
    }

    /// <inheritdoc/>
    internal override int SlotCount => 2;

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
