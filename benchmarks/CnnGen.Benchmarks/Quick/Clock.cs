using System.Diagnostics;

namespace CnnGen.Benchmarks.Quick;

/// <summary>What a sample's time is read from.</summary>
internal enum ClockKind
{
    /// <summary>Time that passed.</summary>
    Wall,

    /// <summary>
    /// Processor time of this process: leaves out the time in which the machine ran other programs. Means the same only with one thread.
    /// </summary>
    Cpu,
}

/// <summary>Times calls.</summary>
/// <param name="kind">The clock.</param>
internal sealed class Clock(ClockKind kind)
{
    /// <summary>Seconds that a number of calls take together.</summary>
    /// <param name="run">The call.</param>
    /// <param name="times">How often.</param>
    public double Time(Action run, long times)
    {
        var start = Now();
        for (var i = 0L; i < times; i++)
            run();
        return Now() - start;
    }

    /// <summary>
    /// Seconds that a number of calls take together, behind one that does not count and leaves the caches as these calls do.
    /// </summary>
    /// <param name="run">The call.</param>
    /// <param name="times">How often.</param>
    public double TimeWarm(Action run, long times)
    {
        run();
        return Time(run, times);
    }

    /// <summary>How many calls a sample of at least some seconds needs. The first call, which compiles, does not count.</summary>
    /// <param name="run">The call.</param>
    /// <param name="seconds">How long the sample is to last.</param>
    public long TimesFor(Action run, double seconds)
    {
        run();
        for (var times = 1L; ; times *= 2)
        {
            var took = Time(run, times);
            if (took >= seconds / 2)
                return Math.Max(1, (long)Math.Ceiling(times * seconds / took));
        }
    }

    private double Now() => kind == ClockKind.Wall
        ? Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency
        : Environment.CpuUsage.TotalTime.TotalSeconds;
}
