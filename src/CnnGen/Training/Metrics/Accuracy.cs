namespace CnnGen.Training;

/// <summary>
/// The accuracy that goes with the targets, as Keras chooses it for <c>metrics=["accuracy"]</c>: <see cref="SparseCategoricalAccuracy"/> of
/// classes, <see cref="BinaryAccuracy"/> of floats where a position has one output, else <see cref="CategoricalAccuracy"/>.
/// </summary>
public sealed class Accuracy : AccuracyMetric
{
    /// <inheritdoc/>
    public override string Name => SparseCategoricalAccuracy.DefaultName;

    /// <summary>Classes; it takes floats as well.</summary>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <inheritdoc/>
    public override bool Takes(TargetKind kind) => true;

    private protected override (long Correct, long Count) Count(in Positions positions) =>
        positions is { HasValues: true, Channels: 1 } ? CountLabels(positions, threshold: 0.5) : CountClasses(positions);
}
