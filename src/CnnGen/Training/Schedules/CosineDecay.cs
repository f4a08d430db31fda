using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// Half a cosine wave from one rate down to a share of it (Loshchilov and Hutter, "SGDR", 2017), with a linear warm-up before where that is
/// asked for; Keras' <c>CosineDecay</c>. Without warm-up: initial * ((1 - alpha) * (1 + cos(pi * min(step, steps) / steps)) / 2 + alpha).
/// </summary>
public sealed class CosineDecay : LearningRateSchedule, IHasSettings
{
    private readonly double _alpha;
    private readonly double? _warmupTarget;
    private readonly long _warmupSteps;

    /// <summary>A decay over a number of steps.</summary>
    /// <param name="initialLearningRate">The rate of step 0, at least 0.</param>
    /// <param name="decaySteps">Steps of the decay, at least 1; those of the warm-up come before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, infinite or NaN, or <paramref name="decaySteps"/> is below
    /// 1.</exception>
    public CosineDecay(double initialLearningRate, long decaySteps)
    {
        DecaySteps = SettingRange.AtLeast(decaySteps, 1, nameof(decaySteps));
        InitialLearningRate = SettingRange.NotNegative(initialLearningRate, nameof(initialLearningRate));
    }

    /// <summary>The rate of step 0.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps of the decay.</summary>
    public long DecaySteps { get; }

    /// <summary>The share of the greatest rate that is left at the end, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double Alpha
    {
        get => _alpha;
        init => _alpha = SettingRange.NotNegative(value, nameof(Alpha));
    }

    /// <summary>The rate that the warm-up leads to, and from which the decay begins; without one there is no warm-up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double? WarmupTarget
    {
        get => _warmupTarget;
        init => _warmupTarget = value is { } target ? SettingRange.NotNegative(target, nameof(WarmupTarget)) : null;
    }

    /// <summary>Steps of the warm-up, in a straight line, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long WarmupSteps
    {
        get => _warmupSteps;
        init => _warmupSteps = SettingRange.AtLeast(value, 0, nameof(WarmupSteps));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(InitialLearningRate), InitialLearningRate);
        settings.Add(nameof(DecaySteps), DecaySteps);
        settings.Add(nameof(Alpha), Alpha);
        settings.Add(nameof(WarmupTarget), WarmupTarget);
        settings.Add(nameof(WarmupSteps), WarmupSteps);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not { } target)
            return Decayed(InitialLearningRate, step);
        return step < WarmupSteps
            ? InitialLearningRate + ((target - InitialLearningRate) * step / WarmupSteps)
            : Decayed(target, step - WarmupSteps);
    }

    private double Decayed(double from, long step)
    {
        var wave = (1 + PortableMath.CosineOfPi((double)Math.Min(step, DecaySteps) / DecaySteps)) / 2;
        return from * (((1 - Alpha) * wave) + Alpha);
    }
}
