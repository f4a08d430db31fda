using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Falls from one learning rate to another and stays there: end + (initial - end) (1 - min(step, steps) / steps)^power; Keras'
/// <c>PolynomialDecay</c> without cycles. With the default power of 1 it is a straight line.
/// </summary>
public sealed class PolynomialDecay : LearningRateSchedule, IHasSettings
{
    private readonly double _power = 1;

    /// <summary>A decay over a number of steps.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Steps until the end rate is reached, at least 1: epochs times batches per epoch.</param>
    /// <param name="endLearningRate">The rate from there on, at least 0; Keras' default is 0.0001.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, infinite or NaN, or <paramref name="decaySteps"/> is below
    /// 1.</exception>
    public PolynomialDecay(double initialLearningRate, long decaySteps, double endLearningRate = 0.0001)
    {
        DecaySteps = SettingRange.AtLeast(decaySteps, 1, nameof(decaySteps));
        InitialLearningRate = SettingRange.NotNegative(initialLearningRate, nameof(initialLearningRate));
        EndLearningRate = SettingRange.NotNegative(endLearningRate, nameof(endLearningRate));
    }

    /// <summary>The rate of step 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps until the end rate is reached.</summary>
    public long DecaySteps { get; }

    /// <summary>The rate once <see cref="DecaySteps"/> are done.</summary>
    public double EndLearningRate { get; }

    /// <summary>The power, at least 0; 1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Power
    {
        get => _power;
        init => _power = SettingRange.NotNegative(value, nameof(Power));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(InitialLearningRate), InitialLearningRate);
        settings.Add(nameof(DecaySteps), DecaySteps);
        settings.Add(nameof(EndLearningRate), EndLearningRate);
        settings.Add(nameof(Power), Power);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        var rest = 1 - (double)Math.Min(step, DecaySteps) / DecaySteps;
        return EndLearningRate + (InitialLearningRate - EndLearningRate) * (Power == 1 ? rest : PortableMath.Power(rest, Power));
    }
}
