using System.Diagnostics;
using CnnGen.Training;

namespace FashionSample.Reports;

/// <summary>A training as plain lines: one per epoch, and a sign of life every quarter of a minute.</summary>
/// <param name="epochs">How many epochs there will be.</param>
/// <param name="output">Where the lines go.</param>
internal sealed class LineDisplay(int epochs, TextWriter output) : ITrainingCallback
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private long _lastLine = Stopwatch.GetTimestamp();

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (Stopwatch.GetElapsedTime(_lastLine) < Interval)
            return;
        _lastLine = Stopwatch.GetTimestamp();
        output.WriteLine($"  {progress.ImagesDone:N0} of {progress.Images:N0} images: {TrainingDisplay.Describe(progress)}");
    }

    public void OnEpochEnd(in EpochResult epoch)
    {
        _lastLine = Stopwatch.GetTimestamp();
        output.WriteLine(TrainingDisplay.Describe(epoch, epochs));
    }
}
