using System.Diagnostics;
using CnnGen.Training;

namespace FashionSample.Reports;

/// <summary>A training as plain lines: one per epoch, and a sign of life every quarter of a minute.</summary>
/// <param name="pace">Speed and time left.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class LineDisplay(Pace pace, TextWriter output) : ITrainingCallback
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private long _lastLine = Stopwatch.GetTimestamp();

    public void OnEpochBegin(int epoch)
    {
        pace.Begin();
        _lastLine = Stopwatch.GetTimestamp();
    }

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (Stopwatch.GetElapsedTime(_lastLine) < Interval)
            return;
        _lastLine = Stopwatch.GetTimestamp();
        output.WriteLine(
            $"epoch {progress.Epoch}/{pace.Epochs}: {progress.Images:N0} of {pace.ImagesPerEpoch:N0} images, loss {progress.Loss:F4}, accuracy {progress.Accuracy:F4}, "
            + $"{pace.ImagesPerSecond(progress.Images):N0} images/s, {Pace.Format(pace.Left(progress.Images))} left");
    }

    public void OnEpochEnd(EpochResult epoch)
    {
        pace.End();
        output.WriteLine(TrainingDisplay.Describe(epoch, pace.Epochs));
    }
}
