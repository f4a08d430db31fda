using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adadelta (Zeiler, 2012), Keras' <c>Adadelta</c>: v is the running mean of g^2, s = sqrt(u + epsilon) / sqrt(v + epsilon) * g the step, u
/// the running mean of s^2, and w = w - rate * s. The method's own rate is 1.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001, as in Keras, when left out.</param>
public sealed class Adadelta(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private readonly double _rho = 0.95;
    private readonly double _epsilon = 1e-7;

    /// <summary>Decay of both means, in [0, 1); 0.95 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Rho
    {
        get => _rho;
        init => _rho = SettingRange.Fraction(value, nameof(Rho));
    }

    /// <summary>Added to the means under the roots, above 0; 1e-7 when left out.</summary>
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
        settings.Add(nameof(Rho), Rho);
        settings.Add(nameof(Epsilon), Epsilon);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) => new OptimizerState<Rule>(trainableFloats, SlotCount);

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        ((OptimizerState<Rule>)state).Rule = new Rule((float)learningRate, (float)Rho, (float)(1 - Rho), (float)Epsilon);
    }

    private readonly record struct Rule(float Rate, float Old, float New, float Epsilon) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            var v = Mean<L, V>(slot, gradient);
            var u = L.Load(slot + stride);
            var epsilon = L.Create(Epsilon);
            var step = L.Divide(L.Multiply(L.Sqrt(L.Add(u, epsilon)), gradient), L.Sqrt(L.Add(v, epsilon)));
            Mean<L, V>(slot + stride, step);
            return L.Subtract(weight, L.Multiply(step, L.Create(Rate)));
        }

        /// <summary>Brings the mean of squares in a slot up to date.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private unsafe V Mean<L, V>(float* slot, V value)
            where L : ILanes<V>
            where V : unmanaged
        {
            var mean = L.MultiplyAdd(L.Load(slot), L.Create(Old), L.Multiply(L.Multiply(value, value), L.Create(New)));
            L.Store(mean, slot);
            return mean;
        }
    }
}
