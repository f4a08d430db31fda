namespace CnnGen.Training;

/// <summary>
/// Multiplies the learning rate by a factor when a result has not got better for some epochs; Keras' <c>ReduceLROnPlateau</c>.
/// </summary>
/// <remarks>The optimizer needs a learning rate that is a number. One object serves one training at a time.</remarks>
/// <param name="monitor">The result to watch; <c>val_loss</c> when left out.</param>
public sealed class ReduceLROnPlateau(string monitor = "val_loss") : ITrainingCallback, IResumable, IHasSettings
{
    private readonly double _factor = 0.1;
    private readonly int _patience = 10;
    private readonly double _minDelta = 1e-4;
    private readonly int _cooldown;
    private readonly double _least;
    private TrainingContext? _training;
    private WatchedResult? _watched;
    private int _since;
    private int _resting;

    /// <summary>What the learning rate is multiplied with, in [0, 1); 0.1 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public double Factor
    {
        get => _factor;
        init => _factor = SettingRange.Fraction(value, nameof(Factor));
    }

    /// <summary>Epochs without an improvement after which the rate falls, at least 0; 10 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Patience
    {
        get => _patience;
        init => _patience = SettingRange.AtLeast(value, 0, nameof(Patience));
    }

    /// <summary>The least change that counts as an improvement, at least 0; 0.0001 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double MinDelta
    {
        get => _minDelta;
        init => _minDelta = SettingRange.NotNegative(value, nameof(MinDelta));
    }

    /// <summary>Epochs after a fall in which nothing is counted, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Cooldown
    {
        get => _cooldown;
        init => _cooldown = SettingRange.AtLeast(value, 0, nameof(Cooldown));
    }

    /// <summary>The least learning rate, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double MinLearningRate
    {
        get => _least;
        init => _least = SettingRange.NotNegative(value, nameof(MinLearningRate));
    }

    /// <summary>Which way the result gets better; as its metric says when left out.</summary>
    public Direction Direction { get; init; }

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        LearningRateScheduler.CheckIsNumber(training.Optimizer, nameof(ReduceLROnPlateau));
        (_training, _watched) = (training, new WatchedResult(monitor, Direction, MinDelta));
        _watched.Begin(training);
        (_since, _resting) = (0, 0);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        if (_resting > 0)
            (_resting, _since) = (_resting - 1, 0);
        if (_watched!.IsBest(result))
        {
            _since = 0;
            return;
        }

        var rate = _training!.Optimizer.LearningRate.Value;
        if (_resting > 0 || ++_since < Patience || rate <= MinLearningRate)
            return;
        _training.Optimizer.LearningRate = Math.Max(rate * Factor, MinLearningRate);
        (_resting, _since) = (Cooldown, 0);
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(monitor), monitor);
        settings.Add(nameof(Factor), Factor);
        settings.Add(nameof(Patience), Patience);
        settings.Add(nameof(MinDelta), MinDelta);
        settings.Add(nameof(Cooldown), Cooldown);
        settings.Add(nameof(MinLearningRate), MinLearningRate);
        settings.Add(nameof(Direction), Direction);
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("best", _watched!.Best);
        state.Set("since", _since);
        state.Set("resting", _resting);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_watched!.Best, _since, _resting) = (state.GetDouble("best"), (int)state.GetInt64("since"), (int)state.GetInt64("resting"));
    }
}
