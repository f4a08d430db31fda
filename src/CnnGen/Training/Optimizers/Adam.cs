using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Adam (Kingma and Ba, 2014), Keras' <c>Adam</c>: m and v are running means of g and g^2, and
/// w = w - rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon) at step t.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule; 0.001 when left out.</param>
public class Adam(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
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

    /// <summary>Whether the greatest v so far takes the place of v (Reddi et al., 2018); false when left out.</summary>
    public bool AmsGrad { get; init; }

    /// <inheritdoc/>
    internal override int SlotCount => AmsGrad ? 3 : 2;

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
