using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Half a cosine wave after the other, each by a factor longer and by another lower (Loshchilov and Hutter, "SGDR", 2017); Keras'
/// <c>CosineDecayRestarts</c>.
/// </summary>
public sealed class CosineDecayRestarts : LearningRateSchedule, IHasSettings
{
    private readonly double _timeFactor = 2;
    private readonly double _rateFactor = 1;
    private readonly double _alpha;

    /// <summary>Waves.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="firstDecaySteps">Steps of the first wave, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, infinite or NaN, or <paramref name="firstDecaySteps"/> is below
    /// 1.</exception>
    public CosineDecayRestarts(double initialLearningRate, long firstDecaySteps)
    {
        FirstDecaySteps = SettingRange.AtLeast(firstDecaySteps, 1, nameof(firstDecaySteps));
        InitialLearningRate = SettingRange.NotNegative(initialLearningRate, nameof(initialLearningRate));
    }

    /// <summary>The rate of step 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps of the first wave.</summary>
    public long FirstDecaySteps { get; }

    /// <summary>How many times as long as the one before each wave is, at least 1; Keras' <c>t_mul</c>, 2 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1, infinite or NaN.</exception>
    public double TimeFactor
    {
        get => _timeFactor;
        init => _timeFactor = value >= 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TimeFactor), value, "TimeFactor must be a finite number, at least 1.");
    }

    /// <summary>How many times as high each wave begins, at least 0; Keras' <c>m_mul</c>, 1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double RateFactor
    {
        get => _rateFactor;
        init => _rateFactor = SettingRange.NotNegative(value, nameof(RateFactor));
    }

    /// <summary>The share of the first rate that is left at the end of each wave, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = SettingRange.NotNegative(value, nameof(Alpha));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(InitialLearningRate), InitialLearningRate);
        settings.Add(nameof(FirstDecaySteps), FirstDecaySteps);
        settings.Add(nameof(TimeFactor), TimeFactor);
        settings.Add(nameof(RateFactor), RateFactor);
        settings.Add(nameof(Alpha), Alpha);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double length = FirstDecaySteps, begin = 0, factor = 1;
        if (TimeFactor == 1)
        {
            var waves = step / FirstDecaySteps;
            (begin, factor) = (waves * length, PortableMath.Power(RateFactor, waves));
        }
        else
        {
            while (step >= begin + length)
            {
                begin += length;
                length *= TimeFactor;
                factor *= RateFactor;
            }
        }

        var wave = factor * (1 + PortableMath.CosineOfPi((step - begin) / length)) / 2;
        return InitialLearningRate * (((1 - Alpha) * wave) + Alpha);
    }
}
