namespace CnnGen.Training;

/// <summary>The root of the mean of (output - target)^2 over all outputs of all images; Keras' <c>RootMeanSquaredError</c>.</summary>
public sealed class RootMeanSquaredError : Metric, IResumable
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "root_mean_squared_error";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public override double Result => Math.Sqrt(_sum / _count);

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("sum", _sum);
        state.Set("count", _count);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_sum, _count) = (state.GetDouble("sum"), state.GetInt64("count"));
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        var values = targets.Values;
        for (var i = 0; i < outputs.Length; i++)
        {
            double error = (double)outputs[i] - values[i];
            _sum += error * error;
        }

        _count += outputs.Length;
    }
}
