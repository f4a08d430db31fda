namespace CnnGen.AspNetCore;

/// <summary>How a <see cref="PredictionService"/> predicts.</summary>
public sealed class PredictionOptions
{
    /// <summary>
    /// Predictions that are under way at once, each on one thread; the number of processors by default. Each takes memory for the images
    /// that it is at, and none for weights.
    /// </summary>
    public int Predictors { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// Requests that may wait for a predictor; one more is refused by <see cref="PredictionQueueFullException"/>. 1,024 by default.
    /// </summary>
    public int QueueLimit { get; set; } = 1024;

    /// <summary>Images of several requests that are predicted together, at most. 64 by default; with 1 each request is by itself.</summary>
    public int MaxBatch { get; set; } = 64;

    /// <summary>
    /// What the company of others may cost a request: those that wait are predicted together as long as that takes no longer, by what
    /// images took lately. No request waits for others to come. 2 milliseconds by default.
    /// </summary>
    public TimeSpan LatencyBound { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the bound is negative.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Predictors, 1, nameof(Predictors));
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLimit, 1, nameof(QueueLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatch, 1, nameof(MaxBatch));
        ArgumentOutOfRangeException.ThrowIfLessThan(LatencyBound, TimeSpan.Zero, nameof(LatencyBound));
    }
}
