namespace CnnGen.Training;

/// <summary>What metrics share that tell which part of all predictions is right.</summary>
public abstract class AccuracyMetric : Metric, IResumable
{
    private long _correct;
    private long _count;

    private protected AccuracyMetric()
    {
    }

    /// <inheritdoc/>
    public sealed override double Result => (double)_correct / _count;

    /// <inheritdoc/>
    public sealed override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public sealed override void Reset() => (_correct, _count) = (0, 0);

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("correct", _correct);
        state.Set("count", _count);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_correct, _count) = (state.GetInt64("correct"), state.GetInt64("count"));
    }

    /// <inheritdoc/>
    public sealed override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var positions = PositionsOf(outputs, targets, count);
        var (correct, all) = Count(positions);
        _correct += correct;
        _count += all;
    }

    /// <summary>Right predictions, and all of them.</summary>
    private protected abstract (long Correct, long Count) Count(in Positions positions);

    /// <summary>Positions that are right, of those that are not left out.</summary>
    private protected (long Correct, long Count) CountClasses(in Positions positions)
    {
        var (correct, count) = (0L, 0L);
        for (var position = 0; position < positions.Count; position++)
        {
            var label = positions.TrueClass(position);
            if (label < 0)
                continue;
            count++;
            correct += IsRight(positions, position, label) ? 1 : 0;
        }

        return (correct, count);
    }

    /// <summary>Whether the outputs of a position tell its class.</summary>
    private protected virtual bool IsRight(in Positions positions, int position, int label) =>
        positions.PredictedClass(position) == label;

    /// <summary>Outputs that lie on the same side of a threshold as their targets of 0 and 1.</summary>
    private protected static (long Correct, long Count) CountLabels(in Positions positions, double threshold)
    {
        var correct = 0L;
        for (var position = 0; position < positions.Count; position++)
        {
            ReadOnlySpan<float> outputs = positions.OutputsOf(position), values = positions.ValuesOf(position);
            for (var i = 0; i < outputs.Length; i++)
                correct += float.IsFinite(outputs[i]) && outputs[i] > threshold == values[i] > 0.5f ? 1 : 0;
        }

        return (correct, (long)positions.Count * positions.Channels);
    }
}
