using System.Runtime.CompilerServices;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Follow the regularized leader (McMahan et al., "Ad click prediction", 2013), Keras' <c>Ftrl</c>: with n the sum of all g^2 and p the
/// negative <see cref="LearningRatePower"/>, z = z + g + 2 * shrinkage * w - (n^p - before^p) / rate * w, and
/// w = (clip(z, -l1, l1) - z) / (n^p / rate + 2 * l2 + beta / rate): weights whose |z| is below l1 are 0.
/// </summary>
/// <param name="learningRate">Step size, a number or a schedule, above 0; at 0 a step changes no weight. 0.001 when left out.</param>
public sealed class Ftrl(LearningRate? learningRate = null) : Optimizer(learningRate ?? 0.001)
{
    private readonly double _power = -0.5;
    private readonly double _initial = 0.1;
    private readonly double _l1;
    private readonly double _l2;
    private readonly double _shrinkage;
    private readonly double _beta;

    /// <summary>How the rate falls with n, at most 0; -0.5 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is positive, infinite or NaN.</exception>
    public double LearningRatePower
    {
        get => _power;
        init => _power = value <= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(LearningRatePower), value, "LearningRatePower must be a finite number, at most 0.");
    }

    /// <summary>What n begins with, above 0; 0.1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double InitialAccumulatorValue
    {
        get => _initial;
        init => _initial = SettingRange.Positive(value, nameof(InitialAccumulatorValue));
    }

    /// <summary>L1 regularization, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double L1RegularizationStrength
    {
        get => _l1;
        init => _l1 = SettingRange.NotNegative(value, nameof(L1RegularizationStrength));
    }

    /// <summary>L2 regularization, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double L2RegularizationStrength
    {
        get => _l2;
        init => _l2 = SettingRange.NotNegative(value, nameof(L2RegularizationStrength));
    }

    /// <summary>L2 regularization that counts in z alone, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double L2ShrinkageRegularizationStrength
    {
        get => _shrinkage;
        init => _shrinkage = SettingRange.NotNegative(value, nameof(L2ShrinkageRegularizationStrength));
    }

    /// <summary>The beta of the paper, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Beta
    {
        get => _beta;
        init => _beta = SettingRange.NotNegative(value, nameof(Beta));
    }

    /// <inheritdoc/>
    public override void AddSettings(SettingList settings)
    {
        base.AddSettings(settings);
        settings.Add(nameof(LearningRatePower), LearningRatePower);
        settings.Add(nameof(InitialAccumulatorValue), InitialAccumulatorValue);
        settings.Add(nameof(L1RegularizationStrength), L1RegularizationStrength);
        settings.Add(nameof(L2RegularizationStrength), L2RegularizationStrength);
        settings.Add(nameof(L2ShrinkageRegularizationStrength), L2ShrinkageRegularizationStrength);
        settings.Add(nameof(Beta), Beta);
    }

    /// <inheritdoc/>
    internal override int RuleSlots => 2;

    /// <inheritdoc/>
    internal override OptimizerState CreateState(int trainableFloats) =>
        new OptimizerState<Rule>(trainableFloats, SlotCount) { FirstSlot = (float)InitialAccumulatorValue };

    /// <inheritdoc/>
    private protected override void BeginRule(OptimizerState state, double learningRate)
    {
        state.Iterations++;
        var regularization = (2 * L2RegularizationStrength) + (Beta / learningRate);
        ((OptimizerState<Rule>)state).Rule = new Rule(
            (float)learningRate, (float)-LearningRatePower, (float)L1RegularizationStrength, (float)regularization,
            (float)(2 * L2ShrinkageRegularizationStrength));
    }

    private readonly record struct Rule(float Rate, float Power, float L1, float Regularization, float Shrinkage) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe V Update<L, V>(V gradient, V weight, float* slot, nint stride)
            where L : ILanes<V>
            where V : unmanaged
        {
            if (Rate == 0)
                return weight;
            var before = L.Load(slot);
            var sum = L.MultiplyAdd(gradient, gradient, before);
            L.Store(sum, slot);
            var (rate, power) = (L.Create(Rate), Raised<L, V>(sum));
            var change = L.Divide(L.Subtract(power, Raised<L, V>(before)), rate);
            var z = L.Add(L.Load(slot + stride), L.MultiplyAdd(weight, L.Create(Shrinkage), gradient));
            z = L.Subtract(z, L.Multiply(change, weight));
            L.Store(z, slot + stride);
            var cut = L.Subtract(Magnitude.Clip<L, V>(z, -L1, L1), z);
            return L.Divide(cut, L.Add(L.Divide(power, rate), L.Create(Regularization)));
        }

        /// <summary>n^p.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Raised<L, V>(V n)
            where L : ILanes<V>
            where V : unmanaged => Power == 0.5f
                ? L.Sqrt(n)
                : Elementary.Exp<L, V>(L.Multiply(L.Create(Power), Elementary.Log<L, V>(n)));
    }
}
