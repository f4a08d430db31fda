using System.Diagnostics;

namespace CnnGen.Training;

/// <summary>
/// Shows a training: a line where it goes on from a checkpoint, one for each epoch that is over, one where outputs begin to be no numbers,
/// and in a terminal a live line below them.
/// </summary>
/// <param name="output">Where it is written to.</param>
/// <param name="width">The columns of the terminal, which may change; null where there is none.</param>
internal sealed class ProgressDisplay(TextWriter output, Func<int>? width) : ITrainingCallback
{
    private readonly ProgressOutput _output = new(output);
    private EpochStart _epoch;
    private bool _isWithin;
    private bool _toldNonFinite;
    private long _lastUpdate;
    private int _liveLength;

    /// <summary>Time that the live line stays as it is: its text allocates, and the eye does not see more.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A character in the last column would make some terminals go on in the next line.</summary>
    private int LineWidth => width is null ? int.MaxValue : Math.Max(1, width() - 1);

    public void OnTrainBegin(TrainingContext training)
    {
        if (training.ResumedFrom is { } point)
            WriteLine($"{point}");
    }

    public void OnEpochBegin(in EpochStart epoch) => (_epoch, _isWithin) = (epoch, true);

    public void OnBatchEnd(in BatchProgress progress)
    {
        if (progress.NonFinite > 0 && !_toldNonFinite)
        {
            _toldNonFinite = true;
            WriteLine(ProgressText.NonFinite(progress));
        }

        if (width is null || Stopwatch.GetElapsedTime(_lastUpdate) < Interval)
            return;
        _lastUpdate = Stopwatch.GetTimestamp();
        ShowLive(ProgressText.Running(progress, LineWidth));
    }

    public void OnEpochEnd(in EpochResult result)
    {
        _isWithin = false;
        WriteLine(ProgressText.Finished(result, _epoch.Epochs, LineWidth));
    }

    public void OnTrainEnd(History history)
    {
        if (_isWithin && history.Epochs is [.., var last] && last.Epoch == _epoch.Epoch)
            WriteLine(ProgressText.Unfinished(last, _epoch, LineWidth));
        else
            ShowLive("");
    }

    private void WriteLine(string text) => _output.Write(ClearLive() + text + Environment.NewLine);

    private void ShowLive(string text)
    {
        // Back at its start, the cursor stays there when the terminal is made narrower and the line breaks into several.
        var cleared = ClearLive();
        if (cleared.Length + text.Length > 0)
            _output.Write($"{cleared}{text}\r");
        _liveLength = text.Length;
    }

    /// <summary>What removes the live line, with all lines that a narrower terminal may have made of it.</summary>
    private string ClearLive()
    {
        var length = _liveLength;
        _liveLength = 0;
        // Not every console of Windows knows the sequence that clears the rest of the screen.
        return length == 0 ? "" : OperatingSystem.IsWindows() ? $"{new string(' ', Math.Min(length, LineWidth))}\r" : "\e[J";
    }
}
