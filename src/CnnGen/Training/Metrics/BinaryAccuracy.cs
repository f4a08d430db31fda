namespace CnnGen.Training;

/// <summary>
/// The share of outputs that are above a threshold where their target is 1, and not above where it is 0; Keras' <c>BinaryAccuracy</c>. An
/// output that is infinite or no number (NaN) is wrong.
/// </summary>
public sealed class BinaryAccuracy : AccuracyMetric, IHasSettings
{
    /// <summary>The threshold; 0.5, for probabilities, when left out. For logits it is 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Name => "binary_accuracy";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(Threshold), Threshold);
    }

    private protected override (long Correct, long Count) Count(in Positions positions) => CountLabels(positions, Threshold);
}
