using System.Diagnostics;
using CnnGen.Training;
using Spectre.Console;

namespace FashionSample.Reports;

/// <summary>A training as a bar on the terminal; finished epochs stay as lines above it.</summary>
/// <param name="epochs">How many epochs there will be.</param>
/// <param name="context">Where the bar lives.</param>
internal sealed class BarDisplay(int epochs, ProgressContext context) : ITrainingCallback
{
    // The text of a bar allocates, and the eye does not see more.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ProgressTask _task = context.AddTask("starting");
    private long _lastUpdate;

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (progress.ImagesDone < progress.Images && Stopwatch.GetElapsedTime(_lastUpdate) < Interval)
            return;
        _lastUpdate = Stopwatch.GetTimestamp();
        _task.MaxValue = progress.Images;
        _task.Value = progress.ImagesDone;
        _task.Description = TrainingDisplay.Describe(progress);
    }

    public void OnEpochEnd(in EpochResult epoch) => AnsiConsole.WriteLine(TrainingDisplay.Describe(epoch, epochs));
}
