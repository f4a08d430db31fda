using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adamax (Kingma and Ba, "Adam", 2014, section 7), Keras' <c>Adamax</c>: m is the running mean of g, u = max(beta2 * u, |g|), and
/// w = w - rate / (1 - beta1^t) * m / (u + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public sealed class Adamax(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
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

    /// <summary>Decay of the greatest gradient, in [0, 1); 0.999 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = Fraction(value, nameof(Beta2));
    }

    /// <summary>Added to u, above 0; 1e-7 when left out.</summary>
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
