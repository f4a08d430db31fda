using System.Diagnostics;

namespace CnnGen.Training;

/// <summary>An epoch under way: what its batches brought so far.</summary>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="metrics">Fresh metrics.</param>
internal sealed class EpochTally(int epoch, MetricSet metrics)
{
    private long _start = Stopwatch.GetTimestamp();
    private double _loss;
    private int _nonFinite;
    private TimeSpan _trained;
    private MetricValues? _closed;

    /// <summary>Images trained on.</summary>
    public int Images { get; private set; }

    /// <summary>Batches trained on.</summary>
    public int Batches { get; private set; }

    /// <summary>Adds a batch that was just trained on.</summary>
    public void Add(BatchResult batch)
    {
        _loss += batch.Loss * batch.Count;
        _nonFinite += batch.NonFinite;
        Images += batch.Count;
        Batches++;
        _trained = Stopwatch.GetElapsedTime(_start);
    }

    /// <summary>Writes down what the batches brought.</summary>
    /// <param name="state">Where to.</param>
    public void Save(TrainingState state)
    {
        state.Set("images", Images);
        state.Set("batches", Batches);
        state.Set("loss", _loss);
        state.Set("non_finite", _nonFinite);
        state.Set("seconds", _trained.TotalSeconds);
    }

    /// <summary>Goes on from what was written down; the time that passed since does not count.</summary>
    /// <param name="state">What <see cref="Save"/> wrote.</param>
    public void Restore(TrainingState state)
    {
        (Images, Batches) = ((int)state.GetInt64("images"), (int)state.GetInt64("batches"));
        (_loss, _nonFinite) = (state.GetDouble("loss"), (int)state.GetInt64("non_finite"));
        _trained = TimeSpan.FromSeconds(state.GetDouble("seconds"));
        _start = Stopwatch.GetTimestamp() - (long)(_trained.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Where training stands.</summary>
    /// <param name="epochs">Epochs asked for.</param>
    /// <param name="batches">Batches of an epoch.</param>
    /// <param name="images">Images of an epoch.</param>
    public BatchProgress Progress(int epochs, int batches, int images)
    {
        var left = (double)(images - Images) / Images;
        var ofOtherEpochs = (double)images / Images * (epochs - epoch);
        var current = metrics.Current;
        return new BatchProgress(
            epoch,
            epochs,
            Batches,
            batches,
            Images,
            images,
            _loss / Images,
            current.TryGetValue(SparseCategoricalAccuracy.DefaultName, out var accuracy) ? accuracy : double.NaN,
            Images / _trained.TotalSeconds,
            Times(_trained, left),
            Times(_trained, left + ofOtherEpochs),
            _nonFinite)
        {
            Metrics = current,
        };
    }

    /// <summary>Takes down the metrics of training, once: a validation that follows uses the same ones.</summary>
    public void Close() => _closed = metrics.Snapshot();

    /// <summary>The same where an exception ended the epoch, and for what it is not closed yet: a metric that throws is NaN.</summary>
    public void CloseAsFarAsCanBe() => _closed ??= metrics.SnapshotAsFarAsCanBe();

    /// <summary>The epoch as it ends now, closed.</summary>
    /// <param name="validation">What its validation found; null where there was none.</param>
    public EpochResult Result(EvaluationResult? validation) => new(
        epoch,
        Images,
        _loss / Images,
        _closed!.Value,
        validation?.Loss,
        validation?.Metrics,
        Stopwatch.GetElapsedTime(_start).TotalSeconds,
        Images / _trained.TotalSeconds,
        _nonFinite,
        validation?.NonFinite);

    /// <summary>A multiple of a time; more than a <see cref="TimeSpan"/> can hold, 29,000 years, is its greatest.</summary>
    private static TimeSpan Times(TimeSpan time, double factor) => new((long)Math.Min(time.Ticks * factor, long.MaxValue));
}
