namespace CnnGen.Training;

/// <summary>
/// found / (found + wrong): which part of what was found is there; Keras' <c>Precision</c>. All classes together count when nothing is
/// said.
/// </summary>
public sealed class Precision : ClassCounts
{
    private protected override string OwnName => "precision";

    private protected override double Of(long found, long wrong, long missed) => Quotient(found, found + wrong);
}
