using System.Globalization;
using System.Text;

namespace CnnGen.Training;

/// <summary>What displays say, the same in every culture.</summary>
internal static class ProgressText
{
    private const int LeastBar = 10;
    private const int MostBar = 30;

    /// <summary>A finished epoch as a line; where that would be wider than wanted it goes on in the next, indented.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="epochs">How many there will be.</param>
    /// <param name="width">Columns that a line may have.</param>
    public static string Finished(in EpochResult epoch, int epochs, int width = int.MaxValue) =>
        Break($"epoch {Whole(epoch.Epoch)}/{Whole(epochs)}: ", Figures(epoch), width);

    /// <summary>An epoch that did not come to its end.</summary>
    /// <param name="epoch">What there is of it.</param>
    /// <param name="start">What it was to be.</param>
    /// <param name="width">Columns that a line may have.</param>
    public static string Unfinished(in EpochResult epoch, in EpochStart start, int width = int.MaxValue) => Break(
        $"stopped in epoch {Whole(epoch.Epoch)}/{Whole(start.Epochs)} after {Grouped(epoch.Images)} of {Grouped(start.Images)} images: ",
        Figures(epoch),
        width);

    /// <summary>The step at which outputs were no numbers for the first time.</summary>
    public static string NonFinite(in BatchProgress progress) =>
        $"epoch {Whole(progress.Epoch)}/{Whole(progress.Epochs)}, batch {Grouped(progress.Batch)}: outputs are not finite numbers from"
            + " here on";

    /// <summary>
    /// A point within an epoch. The less room there is, the less is told: speed, bar, time, metrics and loss go in this order.
    /// </summary>
    /// <param name="progress">Where training stands.</param>
    /// <param name="width">Columns that the text may have.</param>
    public static string Running(in BatchProgress progress, int width)
    {
        var percent = 100L * progress.ImagesDone / progress.Images;
        var head = $"epoch {Whole(progress.Epoch)}/{Whole(progress.Epochs)} {percent.ToString(CultureInfo.InvariantCulture),3} %";
        if (head.Length > width)
            return head[..Math.Max(0, width)];
        var room = width - head.Length;
        var tail = "";
        IEnumerable<string> metrics = progress.Metrics.Select(metric => $"  {metric.Key} {Fixed(metric.Value)}");
        foreach (var part in (string[])[$"  loss {Fixed(progress.Loss)}", .. metrics, $"  {Clock(progress.TimeLeft)} left"])
        {
            if (tail.Length + part.Length > room)
                return head + tail;
            tail += part;
        }

        const int frame = 3;
        var speed = $"  {Speed(progress.ImagesPerSecond)}";
        if (tail.Length + speed.Length + frame + LeastBar <= room)
            tail += speed;
        var bar = Math.Min(MostBar, room - tail.Length - frame);
        if (bar < LeastBar)
            return head + tail;
        var done = (int)((long)bar * progress.ImagesDone / progress.Images);
        return $"{head} [{new string('=', done)}{new string('.', bar - done)}]{tail}";
    }

    private static List<string> Figures(in EpochResult epoch)
    {
        List<string> figures = [];
        foreach (var name in epoch.Names)
        {
            if (epoch[name] is { } value)
                figures.Add($"{name} {Fixed(value)}");
        }

        if (epoch.NonFinite > 0)
            figures.Add($"{Grouped(epoch.NonFinite)} images not finite");
        if (epoch.ValidationNonFinite is > 0 and var images)
            figures.Add($"{Grouped(images)} validation images not finite");
        figures.Add($"{epoch.Seconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        figures.Add(Speed(epoch.ImagesPerSecond));
        if (epoch.Straggler is { } slow)
        {
            figures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"held up by process {slow.Process} ({slow.Seconds:F1} s of work, {slow.SecondsOfOthers:F1} s of the others)"));
        }

        return figures;
    }

    /// <summary>A head and parts with commas between them, broken between parts where a line would be too wide.</summary>
    private static string Break(string head, List<string> parts, int width)
    {
        var text = new StringBuilder(head);
        var column = head.Length;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = i + 1 < parts.Count ? parts[i] + "," : parts[i];
            if (i > 0)
            {
                var breaks = column + 1 + part.Length > width;
                text.Append(breaks ? $"{Environment.NewLine}  " : " ");
                column = breaks ? 2 : column + 1;
            }

            text.Append(part);
            column += part.Length;
        }

        return text.ToString();
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Fixed(double number) => number.ToString("F4", CultureInfo.InvariantCulture);

    private static string Speed(double imagesPerSecond) => $"{imagesPerSecond.ToString("N0", CultureInfo.InvariantCulture)} images/s";

    private static string Clock(TimeSpan time) => time switch
    {
        { TotalDays: >= 100 } => "over 100 days",
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time:ss}"),
    };
}
