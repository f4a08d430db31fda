using System.Diagnostics.Metrics;

namespace CnnGen.AspNetCore;

/// <summary>What a <see cref="PredictionService"/> tells of itself, as the meter <c>CnnGen</c>.</summary>
internal sealed class PredictionMetrics : IDisposable
{
    // Seconds, from 50 microseconds on: the usual buckets begin at five seconds, and batches are counted.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> Requests = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128] };

    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _network;
    private readonly Counter<long> _images;
    private readonly Counter<long> _refused;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    /// <param name="network">Its name.</param>
    /// <param name="factory">Makes the meter; null where there is none.</param>
    /// <param name="waiting">Counts the requests that wait.</param>
    public PredictionMetrics(string network, IMeterFactory? factory, Func<int> waiting)
    {
        _network = new("cnngen.network", network);
        _meter = factory?.Create(PredictionService.MeterName) ?? new Meter(PredictionService.MeterName);
        _images = _meter.CreateCounter<long>("cnngen.images", "{image}", "Images predicted.");
        _refused = _meter.CreateCounter<long>("cnngen.refused", "{request}", "Requests refused since too many waited.");
        _batch = _meter.CreateHistogram("cnngen.batch.requests", "{request}", "Requests predicted together.", advice: Requests);
        _duration = _meter.CreateHistogram("cnngen.prediction.duration", "s", "Time of predictions.", advice: Seconds);
        _wait = _meter.CreateHistogram("cnngen.queue.duration", "s", "Time that requests waited for a predictor.", advice: Seconds);
        _meter.CreateObservableUpDownCounter(
            "cnngen.queue.requests", () => new Measurement<int>(waiting(), _network), "{request}", "Requests that wait for a predictor.");
    }

    /// <summary>A prediction is through.</summary>
    /// <param name="images">Its images.</param>
    /// <param name="requests">The requests that they came with.</param>
    /// <param name="duration">What it took.</param>
    public void OnPredicted(int images, int requests, TimeSpan duration)
    {
        _images.Add(images, _network);
        _batch.Record(requests, _network);
        _duration.Record(duration.TotalSeconds, _network);
    }

    /// <summary>A request has been taken out of the queue.</summary>
    /// <param name="waited">How long it had been in there.</param>
    public void OnTaken(TimeSpan waited) => _wait.Record(waited.TotalSeconds, _network);

    /// <summary>A request was refused.</summary>
    public void OnRefused() => _refused.Add(1, _network);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
