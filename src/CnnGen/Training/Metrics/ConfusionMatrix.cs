namespace CnnGen.Training;

/// <summary>
/// How often each class was taken for each other: <c>matrix[label, predicted]</c>. Its number is the share on the diagonal, which is the
/// accuracy. Targets are classes, or floats of which the largest tells the class, and of one
/// output whether it is above 0.5; outputs of which one is no finite number
/// count for <see cref="NonFinite"/>.
/// </summary>
public sealed class ConfusionMatrix : Metric, IResumable
{
    private long[] _cells = [];
    private long _count;

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override string Name => "confusion_matrix";

    /// <summary>Classes; it takes floats as well.</summary>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <summary>Classes; 0 before the first batch.</summary>
    public int Classes { get; private set; }

    /// <inheritdoc/>
    public override double Result
    {
        get
        {
            var right = 0L;
            for (var i = 0; i < Classes; i++)
                right += this[i, i];
            return (double)right / _count;
        }
    }

    /// <summary>How often a class was taken for another.</summary>
    /// <param name="label">The true class.</param>
    /// <param name="predicted">The most probable one.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is no class.</exception>
    public long this[int label, int predicted]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes, nameof(label));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Classes, nameof(predicted));
            return _cells[(label * (Classes + 1)) + predicted];
        }
    }

    /// <summary>How often a class had outputs of which one was infinite or no number (NaN).</summary>
    /// <param name="label">The true class.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no class.</exception>
    public long NonFinite(int label)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)Classes, nameof(label));
        return _cells[(label * (Classes + 1)) + Classes];
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _count = 0;
        Array.Clear(_cells);
    }

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("classes", Classes);
        state.Set("count", _count);
        state.Set("cells", _cells);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Classes, _count, _cells) = ((int)state.GetInt64("classes"), state.GetInt64("count"), state.GetInt64s("cells"));
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var positions = PositionsOf(outputs, targets, count);
        if (Classes != positions.Classes)
            (Classes, _cells, _count) = (positions.Classes, new long[(long)positions.Classes * (positions.Classes + 1)], 0);
        for (var position = 0; position < positions.Count; position++)
        {
            var (label, predicted) = (positions.TrueClass(position), positions.PredictedClass(position));
            if (label < 0)
                continue;
            _count++;
            _cells[(label * (Classes + 1)) + (predicted < 0 ? Classes : predicted)]++;
        }
    }

    /// <inheritdoc/>
    public override bool Takes(TargetKind kind) => true;
}
