using System.Diagnostics;
using CnnGen.Training;
using Spectre.Console;

namespace FashionSample.Reports;

/// <summary>A training as a bar on the terminal; finished epochs stay as lines above it.</summary>
/// <param name="pace">Speed and time left.</param>
/// <param name="context">Where the bar lives.</param>
internal sealed class BarDisplay(Pace pace, ProgressContext context) : ITrainingCallback
{
    // The text of a bar allocates; the eye does not see more.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ProgressTask _task = context.AddTask("epoch 1", maxValue: pace.ImagesPerEpoch);
    private long _lastUpdate;

    public void OnEpochBegin(int epoch)
    {
        pace.Begin();
        _lastUpdate = 0;
        _task.Value = 0;
        _task.Description = $"epoch {epoch}/{pace.Epochs}";
    }

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (progress.Images < pace.ImagesPerEpoch && Stopwatch.GetElapsedTime(_lastUpdate) < Interval)
            return;
        _lastUpdate = Stopwatch.GetTimestamp();
        _task.Value = progress.Images;
        _task.Description =
            $"epoch {progress.Epoch}/{pace.Epochs}  loss {progress.Loss:F4}  accuracy {progress.Accuracy:F4}  "
            + $"{pace.ImagesPerSecond(progress.Images):N0} images/s  {Pace.Format(pace.Left(progress.Images))} left";
    }

    public void OnEpochEnd(EpochResult epoch)
    {
        pace.End();
        AnsiConsole.WriteLine(TrainingDisplay.Describe(epoch, pace.Epochs));
    }
}
