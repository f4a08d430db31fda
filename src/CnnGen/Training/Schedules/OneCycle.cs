using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// From a low rate up to the greatest one, and down to nearly nothing, each by half a cosine wave (Smith and Topin, "Super-convergence",
/// 2018), as PyTorch's <c>OneCycleLR</c> does without momentum.
/// </summary>
public sealed class OneCycle : LearningRateSchedule, IHasSettings
{
    private readonly double _risingShare = 0.3;
    private readonly double _initialDivisor = 25;
    private readonly double _finalDivisor = 1e4;

    /// <summary>One cycle over a whole training.</summary>
    /// <param name="maximumLearningRate">The greatest rate, at least 0.</param>
    /// <param name="totalSteps">Steps of the training, at least 2: epochs times batches per epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, infinite or NaN, or <paramref name="totalSteps"/> is below
    /// 2.</exception>
    public OneCycle(double maximumLearningRate, long totalSteps)
    {
        TotalSteps = SettingRange.AtLeast(totalSteps, 2, nameof(totalSteps));
        MaximumLearningRate = SettingRange.NotNegative(maximumLearningRate, nameof(maximumLearningRate));
    }

    /// <summary>The greatest rate.</summary>
    public double MaximumLearningRate { get; }

    /// <summary>Steps of the training; the rate of the last one is kept after them.</summary>
    public long TotalSteps { get; }

    /// <summary>The share of the steps in which the rate rises, in [0, 1]; 0.3 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1].</exception>
    public double RisingShare
    {
        get => _risingShare;
        init => _risingShare = SettingRange.Share(value, nameof(RisingShare));
    }

    /// <summary>The greatest rate by the first one, above 0; 25 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double InitialDivisor
    {
        get => _initialDivisor;
        init => _initialDivisor = SettingRange.Positive(value, nameof(InitialDivisor));
    }

    /// <summary>The first rate by the last one, above 0; 10,000 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a finite number above 0.</exception>
    public double FinalDivisor
    {
        get => _finalDivisor;
        init => _finalDivisor = SettingRange.Positive(value, nameof(FinalDivisor));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(MaximumLearningRate), MaximumLearningRate);
        settings.Add(nameof(TotalSteps), TotalSteps);
        settings.Add(nameof(RisingShare), RisingShare);
        settings.Add(nameof(InitialDivisor), InitialDivisor);
        settings.Add(nameof(FinalDivisor), FinalDivisor);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        var (first, last) = (MaximumLearningRate / InitialDivisor, MaximumLearningRate / InitialDivisor / FinalDivisor);
        double at = Math.Min(step, TotalSteps - 1), top = (RisingShare * TotalSteps) - 1, end = TotalSteps - 1;
        return at <= top
            ? Between(first, MaximumLearningRate, at / top)
            : Between(MaximumLearningRate, last, (at - top) / (end - top));
    }

    private static double Between(double from, double to, double share) =>
        to + ((from - to) / 2 * (1 + PortableMath.CosineOfPi(double.IsFinite(share) ? share : 1)));
}
