using System.Diagnostics;
using CnnGen.Training;

namespace ServeSample.Training;

/// <summary>Tells a run how its training goes, some times a second, and lets it rest between batches.</summary>
/// <param name="run">The run.</param>
/// <param name="network">What learns.</param>
/// <param name="cancellation">Ends a pause.</param>
internal sealed class TrainingReporter(TrainingRun run, ClothesCnn network, CancellationToken cancellation) : ITrainingCallback
{
    private static readonly TimeSpan BetweenPoints = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenFilters = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sincePoint = new();
    private readonly Stopwatch _sinceFilters = Stopwatch.StartNew();

    // Sums over the images of the epoch when the last point was made.
    private (int Images, double Loss, double Right) _before;

    public void OnTrainBegin(TrainingContext training) => run.ShowFilters(network);

    public void OnEpochBegin(in EpochStart epoch)
    {
        _before = default;
        _sincePoint.Restart();
    }

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (_sincePoint.Elapsed >= BetweenPoints || progress.Batch == progress.Batches)
        {
            var images = progress.ImagesDone;
            var (loss, right) = (progress.Loss * images, progress.Accuracy * images);
            var count = images - _before.Images;
            run.Add(new BatchPoint(
                progress.Epoch, progress.Batch, progress.Batches, (loss - _before.Loss) / count, (right - _before.Right) / count,
                count / _sincePoint.Elapsed.TotalSeconds));
            _before = (images, loss, right);
            _sincePoint.Restart();
        }

        if (_sinceFilters.Elapsed >= BetweenFilters)
        {
            run.ShowFilters(network);
            _sinceFilters.Restart();
        }

        _sincePoint.Stop();
        run.Rest(network, cancellation);
        _sincePoint.Start();
    }

    public void OnEpochEnd(in EpochResult epoch) => run.Add(network, new EpochPoint(
        epoch.Epoch, epoch.Loss, epoch.Accuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.ImagesPerSecond));
}
