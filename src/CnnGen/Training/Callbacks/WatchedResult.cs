namespace CnnGen.Training;

/// <summary>A result that a callback watches for its best value so far.</summary>
/// <param name="name">What it is called.</param>
/// <param name="direction">Which way it gets better.</param>
/// <param name="leastChange">By how much it must at least, to count.</param>
internal sealed class WatchedResult(string name, Direction direction, double leastChange)
{
    private bool _isUp;

    /// <summary>The best value so far; the worst there is before the first.</summary>
    public double Best { get; set; }

    /// <summary>Begins anew.</summary>
    /// <exception cref="ArgumentException">There is no such result.</exception>
    public void Begin(TrainingContext training)
    {
        var isUp = training.IsHigherBetter(name);
        _isUp = direction == Direction.Auto ? isUp : direction == Direction.Max;
        Best = _isUp ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>Looks at an epoch; tells whether it is the best so far. A value that is no number never is.</summary>
    public bool IsBest(in EpochResult result)
    {
        if (result[name] is not { } value || !(_isUp ? value - leastChange > Best : value + leastChange < Best))
            return false;
        Best = value;
        return true;
    }
}
