namespace CnnGen.Training;

/// <summary>
/// What metrics share that count, for each class, what was found rightly, wrongly, and not at all. Targets are classes, of which the most
/// probable is the prediction; or floats, of which each is a label of its own, found where its output is above a threshold.
/// </summary>
public abstract class ClassCounts : Metric, IResumable, IHasSettings
{
    private readonly int? _classId;
    private long[] _found = [];
    private long[] _wrong = [];
    private long[] _missed = [];

    private protected ClassCounts()
    {
    }

    /// <summary>Classes; it takes floats as well.</summary>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <summary>The output above which a label is found, where targets are floats; 0.5 when left out. For logits it is 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>The one class that counts, from 0; all of them when left out. It is a part of the name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? ClassId
    {
        get => _classId;
        init => _classId = value is { } number ? SettingRange.AtLeast(number, 0, nameof(ClassId)) : null;
    }

    /// <summary>What it is called, with the one class that counts: <c>precision</c>, <c>precision_3</c>.</summary>
    public sealed override string Name => ClassId is { } only ? $"{OwnName}_{only}" : OwnName;

    /// <summary>What it is called of all classes.</summary>
    private protected abstract string OwnName { get; }

    /// <summary>How one number is made of those of all classes.</summary>
    public Averaging Average { get; init; }

    /// <summary>Its value over the images so far; 0 where there is nothing to divide by, NaN where there were no images.</summary>
    public sealed override double Result
    {
        get
        {
            if (_found.Length == 0)
                return double.NaN;
            if (ClassId is { } only)
                return Of(_found[only], _wrong[only], _missed[only]);
            if (Average == Averaging.Micro)
                return Of(_found.Sum(), _wrong.Sum(), _missed.Sum());
            var (sum, weights) = (0.0, 0.0);
            for (var i = 0; i < _found.Length; i++)
            {
                double weight = Average == Averaging.Weighted ? _found[i] + _missed[i] : 1;
                sum += weight * Of(_found[i], _wrong[i], _missed[i]);
                weights += weight;
            }

            return weights == 0 ? 0 : sum / weights;
        }
    }

    /// <inheritdoc/>
    public sealed override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public sealed override void Reset() => (_found, _wrong, _missed) = ([], [], []);

    /// <inheritdoc/>
    public void SaveState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("found", _found);
        state.Set("wrong", _wrong);
        state.Set("missed", _missed);
    }

    /// <inheritdoc/>
    public void RestoreState(TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_found, _wrong, _missed) = (state.GetInt64s("found"), state.GetInt64s("wrong"), state.GetInt64s("missed"));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(Threshold), Threshold);
        settings.Add(nameof(ClassId), ClassId);
        settings.Add(nameof(Average), Average);
    }

    /// <inheritdoc/>
    public sealed override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var positions = PositionsOf(outputs, targets, count);
        if (_found.Length != positions.Channels)
            (_found, _wrong, _missed) = (new long[positions.Channels], new long[positions.Channels], new long[positions.Channels]);
        if (ClassId >= positions.Channels)
        {
            throw new InvalidOperationException(
                $"{GetType().Name} counts class {ClassId} alone, but the outputs have the classes 0 to {positions.Channels - 1}.");
        }

        for (var position = 0; position < positions.Count; position++)
        {
            if (positions.HasValues)
                CountLabels(positions.OutputsOf(position), positions.ValuesOf(position));
            else
                CountClass(positions.PredictedClass(position), positions.TrueClass(position));
        }
    }

    /// <inheritdoc/>
    public sealed override bool Takes(TargetKind kind) => true;

    /// <summary>The value of a class, or of all together.</summary>
    /// <param name="found">How often it was found where it is.</param>
    /// <param name="wrong">How often it was found where it is not.</param>
    /// <param name="missed">How often it was not found where it is.</param>
    private protected abstract double Of(long found, long wrong, long missed);

    private protected static double Quotient(double dividend, double divisor) => divisor == 0 ? 0 : dividend / divisor;

    private void CountLabels(ReadOnlySpan<float> outputs, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var (isFound, isThere) = (outputs[i] > Threshold, values[i] > 0.5f);
            if (isFound && isThere)
                _found[i]++;
            else if (isFound)
                _wrong[i]++;
            else if (isThere)
                _missed[i]++;
        }
    }

    private void CountClass(int predicted, int label)
    {
        if (label < 0)
            return;
        if (predicted == label)
        {
            _found[label]++;
            return;
        }

        _missed[label]++;
        if (predicted >= 0)
            _wrong[predicted]++;
    }
}
