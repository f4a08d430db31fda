namespace CnnGen.Training;

/// <summary>Where training stands after a batch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="Batch">The batch, from 1.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="ImagesDone">Images trained on in this epoch.</param>
/// <param name="Images">Images of an epoch.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="Accuracy">Accuracy of this epoch so far; NaN where it is not among the metrics.</param>
/// <param name="ImagesPerSecond">Images per second of this epoch so far.</param>
/// <param name="EpochTimeLeft">Time this epoch needs from here on at this speed, validation not counted.</param>
/// <param name="TimeLeft">Time all epochs need from here on at this speed, validation not counted.</param>
/// <param name="NonFinite">Images of this epoch so far with an output or a loss that was infinite or no number (NaN). They count as
/// wrong.</param>
public readonly record struct BatchProgress(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    int ImagesDone,
    int Images,
    double Loss,
    double Accuracy,
    double ImagesPerSecond,
    TimeSpan EpochTimeLeft,
    TimeSpan TimeLeft,
    int NonFinite = 0)
{
    private readonly MetricValues? _metrics;

    /// <summary>
    /// The metrics of this epoch so far. Nothing is allocated for them, so they are these until the next batch: copy what is to be kept.
    /// </summary>
    public MetricValues Metrics
    {
        get => _metrics ?? MetricValues.OfAccuracy(Accuracy);
        init => _metrics = value;
    }

    /// <summary>A result by its name: <c>loss</c>, or that of a metric.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such result; the message names those that there are.</exception>
    public double this[string name] => name == ResultNames.Loss ? Loss : Metrics[name];
}
