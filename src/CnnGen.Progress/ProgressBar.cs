using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace CnnGen.Training;

/// <summary>
/// Shows a training: a live bar with loss, metrics, images per second and the time that is left of the epoch, and a line for each epoch
/// that is over. Where the output is no terminal, the lines only.
/// </summary>
/// <remarks>
/// The bar is drawn anew ten times a second at most, on the thread that trains, and takes the cursor's line. Numbers are written in the
/// same way in every culture. One object serves one training at a time.
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
    public void OnTrainBegin(TrainingContext training) => (_drawn, _liveLength) = (0, 0);

    /// <inheritdoc/>
    public void OnEpochBegin(in EpochStart epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public void OnBatchEnd(in BatchProgress progress)
    {
        if (!IsLive || (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < _interval))
            return;
        _drawn = Stopwatch.GetTimestamp();
        Draw(progress);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(in EpochResult result)
    {
        Clear();
        List<string> figures = [];
        foreach (var name in result.Names)
        {
            if (result[name] is { } value)
                figures.Add($"{name} {Number(value)}");
        }

        if (result.NonFinite > 0)
            figures.Add(string.Create(CultureInfo.InvariantCulture, $"{result.NonFinite:N0} images not finite"));
        figures.Add(string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:F1} s"));
        figures.Add(Speed(result.ImagesPerSecond));
        var head = string.Create(CultureInfo.InvariantCulture, $"epoch {result.Epoch}/{_epoch.Epochs}:");
        // Not by lines of Spectre.Console, which breaks what goes to a file at 80 columns.
        if (_console.Profile.Out.IsTerminal)
            _console.Write(new Paragraph().Append(head, new Style(Color.Green)).Append($" {string.Join(", ", figures)}\n"));
        else
            _console.Profile.Out.Writer.Write($"{head} {string.Join(", ", figures)}\n");
        _console.Profile.Out.Writer.Flush();
    }

    /// <inheritdoc/>
    public void OnTrainEnd(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        Clear();
        if (history.StopReason is { } reason)
            _console.Profile.Out.Writer.WriteLine(reason);
    }

    /// <summary>The bar, with as many figures behind it as the terminal has room for; loss first.</summary>
    private void Draw(in BatchProgress progress)
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

        Clear();
        if (room < 0)
            return;
        var bar = Math.Min(MostBar, LeastBar + room - tail.Length);
        var done = (int)((long)bar * progress.ImagesDone / progress.Images);
        _console.Write(new Paragraph()
            .Append(head)
            .Append(new string('\u2501', done), new Style(Color.Green))
            .Append(new string('\u2501', bar - done), new Style(Color.Grey))
            .Append(tail));
        _liveLength = head.Length + bar + tail.Length;
    }

    /// <summary>Takes the bar away.</summary>
    private void Clear()
    {
        if (_liveLength > 0)
            _console.Write(new ControlCode("\r\u001b[2K"));
        _liveLength = 0;
    }

    private static string Number(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Speed(double imagesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"{imagesPerSecond:N0} images/s");

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):N0}:{time:mm\\:ss}")
        : time.ToString("m\\:ss", CultureInfo.InvariantCulture);
}
