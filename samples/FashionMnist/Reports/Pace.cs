using System.Diagnostics;

namespace FashionSample.Reports;

/// <summary>How fast a training goes and how long it will still take.</summary>
/// <param name="epochs">How many epochs there will be.</param>
/// <param name="imagesPerEpoch">Training images.</param>
internal sealed class Pace(int epochs, int imagesPerEpoch)
{
    private long _epochStart;
    private TimeSpan _wholeEpochs;
    private int _finished;

    /// <summary>How many epochs there will be.</summary>
    public int Epochs => epochs;

    /// <summary>Training images.</summary>
    public int ImagesPerEpoch => imagesPerEpoch;

    /// <summary>An epoch begins.</summary>
    public void Begin() => _epochStart = Stopwatch.GetTimestamp();

    /// <summary>An epoch, with its validation, is over.</summary>
    public void End()
    {
        _wholeEpochs += Stopwatch.GetElapsedTime(_epochStart);
        _finished++;
    }

    /// <summary>Images per second in the present epoch.</summary>
    /// <param name="images">Images trained on in this epoch.</param>
    public double ImagesPerSecond(int images) => images / Math.Max(1e-9, Stopwatch.GetElapsedTime(_epochStart).TotalSeconds);

    /// <summary>Time until the last epoch ends. Finished epochs count with their validation, which the first one cannot know of yet.</summary>
    /// <param name="images">Images trained on in this epoch.</param>
    public TimeSpan Left(int images)
    {
        var inEpoch = Stopwatch.GetElapsedTime(_epochStart);
        var share = (double)images / imagesPerEpoch;
        if (share <= 0 && _finished == 0)
            return TimeSpan.MaxValue;
        var perEpoch = _finished > 0 ? _wholeEpochs / _finished : inEpoch / share;
        var left = perEpoch * (epochs - _finished) - (_finished > 0 ? perEpoch * share : inEpoch);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>A duration for people: <c>1:02:03</c> or <c>2:03</c>.</summary>
    /// <param name="time">The duration.</param>
    public static string Format(TimeSpan time) =>
        time == TimeSpan.MaxValue ? "?" : time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm\\:ss}" : $"{(int)time.TotalMinutes}:{time:ss}";
}
