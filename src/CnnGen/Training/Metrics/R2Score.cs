namespace CnnGen.Training;

/// <summary>
/// 1 - sum((target - output)^2) / sum((target - mean)^2) for each output, or channel of a map, and the mean of these: the share of the
/// targets' variance that is explained. Keras' <c>R2Score</c>: 1 at best, 0 for who always says the mean, and below 0 for worse. An output
/// whose targets do not vary has 0.
/// </summary>
public sealed class R2Score : Metric, IResumable
{
    // For each channel: the first target, the sum of the others' distances from it, of their squares, and of squared errors.
    private double[] _first = [];
    private double[] _sums = [];
    private double[] _squares = [];
    private double[] _errors = [];
    private long _count;

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override string Name => "r2_score";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public override double Result
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _sums.Length; i++)
            {
                var total = _squares[i] - (_sums[i] * _sums[i] / _count);
                sum += total > 0 ? 1 - (_errors[i] / total) : 0;
            }

            return sum / _sums.Length;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => (_first, _sums, _squares, _errors, _count) = ([], [], [], [], 0);

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("first", _first);
        state.Set("sums", _sums);
        state.Set("squares", _squares);
        state.Set("errors", _errors);
        state.Set("count", _count);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_first, _sums) = (state.GetDoubles("first"), state.GetDoubles("sums"));
        (_squares, _errors) = (state.GetDoubles("squares"), state.GetDoubles("errors"));
        _count = state.GetInt64("count");
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var positions = PositionsOf(outputs, targets, count);
        var channels = positions.Channels;
        if (_sums.Length != channels)
        {
            (_first, _sums, _squares, _errors) = (new double[channels], new double[channels], new double[channels], new double[channels]);
            for (var i = 0; i < channels; i++)
                _first[i] = positions.ValuesOf(0)[i];
        }

        for (var position = 0; position < positions.Count; position++)
        {
            ReadOnlySpan<float> own = positions.OutputsOf(position), values = positions.ValuesOf(position);
            for (var i = 0; i < channels; i++)
            {
                double distance = values[i] - _first[i], error = (double)values[i] - own[i];
                _sums[i] += distance;
                _squares[i] += distance * distance;
                _errors[i] += error * error;
            }
        }

        _count += positions.Count;
    }
}
