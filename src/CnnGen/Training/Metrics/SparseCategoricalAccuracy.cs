namespace CnnGen.Training;

/// <summary>
/// The share of images, or of positions of maps, whose most probable class is their label, called <c>accuracy</c>; Keras'
/// <c>SparseCategoricalAccuracy</c>. Of equally probable classes the first counts; outputs of which one is infinite or no number (NaN) are
/// wrong.
/// </summary>
public sealed class SparseCategoricalAccuracy : AccuracyMetric
{
    internal const string DefaultName = "accuracy";

    /// <inheritdoc/>
    public override string Name => DefaultName;

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Classes;

    private protected override (long Correct, long Count) Count(in Positions positions) => CountClasses(positions);
}
