namespace CnnGen.Training;

/// <summary>
/// The share of images, or of positions of maps, whose largest output and largest target are of one class; Keras'
/// <c>CategoricalAccuracy</c>. Of equal ones the first counts; outputs of which one is infinite or no number (NaN) are wrong.
/// </summary>
public sealed class CategoricalAccuracy : AccuracyMetric
{
    /// <inheritdoc/>
    public override string Name => "categorical_accuracy";

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Values;

    private protected override (long Correct, long Count) Count(in Positions positions) => CountClasses(positions);
}
