namespace CnnGen.Training;

/// <summary>initial / (1 + decayRate * step / decaySteps); Keras' <c>InverseTimeDecay</c>.</summary>
public sealed class InverseTimeDecay : LearningRateSchedule, IHasSettings
{
    /// <summary>A decay with the number of steps in the divisor.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Steps after which the divisor has grown by <paramref name="decayRate"/>, at least 1.</param>
    /// <param name="decayRate">How much the divisor grows, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, infinite or NaN, or <paramref name="decaySteps"/> is below
    /// 1.</exception>
    public InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate)
    {
        DecaySteps = SettingRange.AtLeast(decaySteps, 1, nameof(decaySteps));
        InitialLearningRate = SettingRange.NotNegative(initialLearningRate, nameof(initialLearningRate));
        DecayRate = SettingRange.NotNegative(decayRate, nameof(decayRate));
    }

    /// <summary>The rate of step 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps after which the divisor has grown by <see cref="DecayRate"/>.</summary>
    public long DecaySteps { get; }

    /// <summary>How much the divisor grows.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the rate falls in steps, once every <see cref="DecaySteps"/>; false when left out.</summary>
    public bool Staircase { get; init; }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(InitialLearningRate), InitialLearningRate);
        settings.Add(nameof(DecaySteps), DecaySteps);
        settings.Add(nameof(DecayRate), DecayRate);
        settings.Add(nameof(Staircase), Staircase);
    }

    /// <inheritdoc/>
    public override double At(long step) =>
        InitialLearningRate / (1 + (DecayRate * (Staircase ? step / DecaySteps : (double)step / DecaySteps)));
}
