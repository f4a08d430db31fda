namespace CnnGen.Training;

/// <summary>
/// Ends training when a result has not got better for some epochs, and gives the network the weights of its best epoch back; Keras'
/// <c>EarlyStopping</c>.
/// </summary>
/// <remarks>
/// Weights are given back however training ends, whether or not the stop fired; they are kept in memory. In Keras one has to ask for that.
/// One object serves one training at a time.
/// </remarks>
/// <param name="monitor">The result to watch; <c>val_loss</c> when left out.</param>
public sealed class EarlyStopping(string monitor = "val_loss") : ITrainingCallback, IResumable, IHasSettings
{
    private readonly int _patience;
    private readonly double _minDelta;
    private readonly int _startFromEpoch;
    private TrainingContext? _training;
    private WatchedResult? _watched;
    private float[][] _best = [];
    private int _since;

    /// <summary>Epochs without an improvement after which training ends, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Patience
    {
        get => _patience;
        init => _patience = SettingRange.AtLeast(value, 0, nameof(Patience));
    }

    /// <summary>The least change that counts as an improvement, at least 0; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or NaN.</exception>
    public double MinDelta
    {
        get => _minDelta;
        init => _minDelta = SettingRange.NotNegative(value, nameof(MinDelta));
    }

    /// <summary>Which way the result gets better; as its metric says when left out.</summary>
    public Direction Direction { get; init; }

    /// <summary>Epochs at the beginning that are not looked at; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int StartFromEpoch
    {
        get => _startFromEpoch;
        init => _startFromEpoch = SettingRange.AtLeast(value, 0, nameof(StartFromEpoch));
    }

    /// <summary>Whether the weights of the best epoch are given back at the end; true when left out.</summary>
    public bool RestoreBestWeights { get; init; } = true;

    /// <summary>The best epoch of the last training, from 1; 0 where there was none.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (_training, _watched, _since, BestEpoch) = (training, new WatchedResult(monitor, Direction, MinDelta), 0, 0);
        _watched.Begin(training);
        _best = RestoreBestWeights ? [.. training.Network.Parameters.Select(parameter => new float[parameter.Count])] : [];
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        if (result.Epoch <= StartFromEpoch)
            return;
        if (_watched!.IsBest(result))
        {
            (BestEpoch, _since) = (result.Epoch, 0);
            for (var i = 0; i < _best.Length; i++)
                _training!.Network.Parameters[i].CopyTo(_best[i]);
        }
        else if (++_since >= Patience)
        {
            _training!.Stop(BestEpoch > 0
                ? $"{monitor} has not got better than {_watched.Best:G6}, that of epoch {BestEpoch}, for {_since} epochs."
                : $"{monitor} was not a finite number in any of {_since} epochs, so that none of them is the best.");
        }
    }

    /// <inheritdoc/>
    public void OnTrainEnd(History history)
    {
        for (var i = 0; i < _best.Length && BestEpoch > 0; i++)
            _training!.Network.Parameters[i].CopyFrom(_best[i]);
        (_training, _best) = (null, []);
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(monitor), monitor);
        settings.Add(nameof(Patience), Patience);
        settings.Add(nameof(MinDelta), MinDelta);
        settings.Add(nameof(Direction), Direction);
        settings.Add(nameof(StartFromEpoch), StartFromEpoch);
        settings.Add(nameof(RestoreBestWeights), RestoreBestWeights);
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("best", _watched!.Best);
        state.Set("best_epoch", BestEpoch);
        state.Set("since", _since);
        for (var i = 0; i < _best.Length; i++)
            state.Set($"weights_{i}", _best[i]);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_watched!.Best, BestEpoch, _since) = (state.GetDouble("best"), (int)state.GetInt64("best_epoch"), (int)state.GetInt64("since"));
        for (var i = 0; i < _best.Length; i++)
            _best[i] = state.GetFloats($"weights_{i}");
    }
}
