namespace CnnGen.Training;

/// <summary>
/// found / (found + missed): which part of what is there was found; Keras' <c>Recall</c>. All classes together count when nothing is said.
/// </summary>
public sealed class Recall : ClassCounts
{
    private protected override string OwnName => "recall";

    private protected override double Of(long found, long wrong, long missed) => Quotient(found, found + missed);
}
