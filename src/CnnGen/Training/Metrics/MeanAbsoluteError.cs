namespace CnnGen.Training;

/// <summary>
/// The mean of |output - target| over all outputs of all images, called <c>mean_absolute_error</c>; Keras' <c>MeanAbsoluteError</c>. Summed
/// in double precision, in order. NaN where an output is.
/// </summary>
public sealed class MeanAbsoluteError : Metric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public override double Result => _sum / _count;

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets)
    {
        var values = targets.Values;
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, outputs.Length, nameof(targets));
        for (var i = 0; i < outputs.Length; i++)
            _sum += Math.Abs((double)outputs[i] - values[i]);
        _count += outputs.Length;
    }
}
