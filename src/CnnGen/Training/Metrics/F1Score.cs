namespace CnnGen.Training;

/// <summary>
/// 2 found / (2 found + wrong + missed), the harmonic mean of precision and recall; Keras' <c>F1Score</c>, whose result for each class is
/// that of <see cref="ClassCounts.ClassId"/>. The mean over the classes is told when nothing is said. Keras' default for floats is the
/// largest output rather than a <see cref="ClassCounts.Threshold"/>.
/// </summary>
public sealed class F1Score : ClassCounts
{
    /// <summary>The mean over the classes.</summary>
    public F1Score() => Average = Averaging.Macro;

    private protected override string OwnName => "f1_score";

    private protected override double Of(long found, long wrong, long missed) => Quotient(2.0 * found, (2.0 * found) + wrong + missed);
}
