namespace CnnGen.Training;

/// <summary>
/// One rate up to the first boundary, its step included, another up to the second, and so on; Keras' <c>PiecewiseConstantDecay</c>.
/// </summary>
public sealed class PiecewiseConstantDecay : LearningRateSchedule, IHasSettings
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <summary>Rates and where they end.</summary>
    /// <param name="boundaries">The last step of each rate but the last one, each greater than the one before.</param>
    /// <param name="values">The rates, one more than there are boundaries, at least 0.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and values do not fit each other, or boundaries do not
    /// rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, infinite or NaN.</exception>
    public PiecewiseConstantDecay(ReadOnlySpan<long> boundaries, ReadOnlySpan<double> values)
    {
        if (values.Length != boundaries.Length + 1)
        {
            throw new ArgumentException(
                $"{boundaries.Length} boundaries need {boundaries.Length + 1} values, one more, but {values.Length} came.", nameof(values));
        }

        for (var i = 1; i < boundaries.Length; i++)
        {
            if (boundaries[i] <= boundaries[i - 1])
            {
                throw new ArgumentException(
                    $"Boundaries must rise, but {boundaries[i]} follows {boundaries[i - 1]}.", nameof(boundaries));
            }
        }

        foreach (var value in values)
            SettingRange.NotNegative(value, nameof(values));
        (_boundaries, _values) = (boundaries.ToArray(), values.ToArray());
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        for (var i = 0; i < _values.Length; i++)
        {
            if (i > 0)
                settings.Add($"boundaries[{i - 1}]", _boundaries[i - 1]);
            settings.Add($"values[{i}]", _values[i]);
        }
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        var piece = 0;
        while (piece < _boundaries.Length && step > _boundaries[piece])
            piece++;
        return _values[piece];
    }
}
