namespace CnnGen.Training;

/// <summary>What Adam and those that come of it have for settings: they keep running means of gradients and of their size.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.999;
    private readonly double _epsilon = 1e-7;

    private protected MomentOptimizer(LearningRate? learningRate)
        : base(learningRate ?? 0.001)
    {
    }

    /// <summary>Decay of the mean of gradients, in [0, 1); 0.9 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = SettingRange.Fraction(value, nameof(Beta1));
    }

    /// <summary>
    /// Decay of the mean of squared gradients, of <see cref="Adamax"/> that of the greatest gradient, in [0, 1); 0.999 when left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = SettingRange.Fraction(value, nameof(Beta2));
    }

    /// <summary>Added to what the step is divided by, above 0; 1e-7 when left out.</summary>
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
        settings.Add(nameof(Beta1), Beta1);
        settings.Add(nameof(Beta2), Beta2);
        settings.Add(nameof(Epsilon), Epsilon);
    }
}
