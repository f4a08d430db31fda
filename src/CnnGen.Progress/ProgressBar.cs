using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace CnnGen.Training;

/// <summary>
/// Shows a training: a live bar with loss, metrics, images per second and the time that is left of the epoch, and a line for each epoch
/// that is over or was stopped, one where it goes on from a checkpoint, and one where outputs begin to be no numbers. Where the output is
/// no terminal, the lines only.
/// </summary>
/// <remarks>
/// The bar is drawn anew ten times a second at most, on the thread that trains, and takes the cursor's line. Numbers are written in the
/// same way in every culture. What can no longer be written to, such as a closed terminal, does not end a training. One object serves one
/// training at a time.
/// </remarks>
public sealed class ProgressBar : ITrainingCallback
{
    private const int LeastBar = 10;
    private const int MostBar = 40;

    private readonly IAnsiConsole _console;
    private readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);
    private EpochStart _epoch;
    private long _drawn;
    private int _liveLength;
    private bool _isWithin;
    private bool _toldNonFinite;
    private bool _isGone;

    /// <summary>A display.</summary>
    /// <param name="console">Where it is drawn; the standard output when left out.</param>
    public ProgressBar(IAnsiConsole? console = null) => _console = console ?? AnsiConsole.Console;

    /// <summary>The least time between two drawings of the bar, at least 0; 0.1 seconds when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan Interval
    {
        get => _interval;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(Interval));
            _interval = value;
        }
    }

    // Only such a terminal takes the bar away again.
    private bool IsLive => _console.Profile.Out.IsTerminal && _console.Profile.Capabilities.Ansi;

    /// <inheritdoc/>
    public bool IsForOneProcess => true;

    /// <inheritdoc/>
    public void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (_drawn, _liveLength, _isWithin, _toldNonFinite, _isGone) = (0, 0, false, false, false);
        if (training.ResumedFrom is { } point)
            Write(() => _console.Profile.Out.Writer.Write($"{point}\n"));
    }

    /// <inheritdoc/>
    public void OnEpochBegin(in EpochStart epoch) => (_epoch, _isWithin) = (epoch, true);

    /// <inheritdoc/>
    public void OnBatchEnd(in BatchProgress progress)
    {
        if (progress.NonFinite > 0 && !_toldNonFinite)
        {
            _toldNonFinite = true;
            WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch}/{progress.Epochs}, batch {progress.Batch:N0}:"),
                "outputs are not finite numbers from here on",
                Color.Yellow);
        }

        if (!IsLive || (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < _interval))
            return;
        _drawn = Stopwatch.GetTimestamp();
        var (text, bar, done) = Layout(progress);
        Write(() => Draw(text, bar, done));
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        _isWithin = false;
        WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"epoch {result.Epoch}/{_epoch.Epochs}:"), Figures(result), Color.Green);
    }

    /// <inheritdoc/>
    public void OnTrainEnd(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (_isWithin && history.Epochs is [.., var last] && last.Epoch == _epoch.Epoch)
        {
            var head = string.Create(
                CultureInfo.InvariantCulture,
                $"stopped in epoch {last.Epoch}/{_epoch.Epochs} after {last.Images:N0} of {_epoch.Images:N0} images:");
            WriteLine(head, Figures(last), Color.Yellow);
        }

        Write(() =>
        {
            Clear();
            if (history.StopReason is { } reason)
                _console.Profile.Out.Writer.Write($"{reason}\n");
            _console.Profile.Out.Writer.Flush();
        });
    }

    private static string Figures(in EpochResult result)
    {
        List<string> figures = [];
        foreach (var name in result.Names)
        {
            if (result[name] is { } value)
                figures.Add($"{name} {Number(value)}");
        }

        if (result.NonFinite > 0)
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"{result.NonFinite:N0} images not finite"));
        if (result.ValidationNonFinite is > 0 and var images)
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"{images:N0} validation images not finite"));
        figures.Add(string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:F1} s"));
        figures.Add(Speed(result.ImagesPerSecond));
        return string.Join(", ", figures);
    }

    /// <summary>A line in place of the bar.</summary>
    private void WriteLine(string head, string text, Color color) => Write(() =>
    {
        Clear();
        // Not by lines of Spectre.Console, which breaks what goes to a file at 80 columns.
        if (_console.Profile.Out.IsTerminal)
            _console.Write(new Paragraph().Append(head, new Style(color)).Append($" {text}\n"));
        else
            _console.Profile.Out.Writer.Write($"{head} {text}\n");
        _console.Profile.Out.Writer.Flush();
    });

    /// <summary>The bar, with as many figures behind it as the terminal has room for; loss first.</summary>
    /// <returns>What stands before and behind the bar, its length, and how much of it is done; no bar where there is no room.</returns>
    private ((string Head, string Tail) Text, int Bar, int Done) Layout(in BatchProgress progress)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch}/{progress.Epochs} ");
        // In the last column some terminals would go on in the next line.
        var room = _console.Profile.Width - 1 - head.Length - LeastBar;
        var tail = "";
        List<string> parts = [$" loss {Number(progress.Loss)}"];
        foreach (var (name, value) in progress.Metrics)
            parts.Add($" {name} {Number(value)}");
        parts.Add($" {Clock(progress.EpochTimeLeft)} left");
        parts.Add($" {Speed(progress.ImagesPerSecond)}");
        foreach (var part in parts.TakeWhile(part => tail.Length + part.Length <= room))
            tail += part;
        var bar = room < 0 ? 0 : Math.Min(MostBar, LeastBar + room - tail.Length);
        return ((head, tail), bar, (int)((long)bar * progress.ImagesDone / progress.Images));
    }

    private void Draw((string Head, string Tail) text, int bar, int done)
    {
        Clear();
        if (bar == 0)
            return;
        _console.Write(new Paragraph()
            .Append(text.Head)
            .Append(new string('\u2501', done), new Style(Color.Green))
            .Append(new string('\u2501', bar - done), new Style(Color.Grey))
            .Append(text.Tail));
        _liveLength = text.Head.Length + bar + text.Tail.Length;
    }

    /// <summary>Takes the bar away.</summary>
    private void Clear()
    {
        if (_liveLength > 0)
            _console.Write(new ControlCode("\r\u001b[2K"));
        _liveLength = 0;
    }

    /// <summary>Writes, until that fails: training goes on without it.</summary>
    private void Write(Action write)
    {
        if (_isGone)
            return;
        try
        {
            write();
        }
        // Of a descriptor that was closed or is for reading only, .NET says that access is denied.
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            _isGone = true;
        }
    }

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Speed(double imagesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{imagesPerSecond:N0} images/s");

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):N0}:{time:mm\\:ss}")
        : time.ToString("m\\:ss", CultureInfo.InvariantCulture);
}
