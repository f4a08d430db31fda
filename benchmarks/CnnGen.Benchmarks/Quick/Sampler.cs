using CnnGen.Runtime;

namespace CnnGen.Benchmarks.Quick;

/// <summary>
/// Takes samples of metrics in turn, one of each per round, with a sample of the FMA peak before and after every one. What the machine
/// does besides then falls on all metrics alike, and a share compares what was measured side by side.
/// </summary>
/// <remarks>
/// A warm sample follows an untimed call of its own, so that it does not find the caches as the metric before it left them. A cold sample
/// is one call that finds them empty.
/// </remarks>
internal sealed class Sampler : IDisposable
{
    private const double SampleSeconds = 0.03;
    private const double PeakSeconds = 0.01;

    private readonly Clock _clock;
    private readonly WorkerTeam _team;
    private readonly Action _peak;
    private readonly double _peakFlops;
    private readonly long _peakTimes;
    private readonly List<double> _peaks = [];
    private readonly CacheSweep? _sweep;
    private float _sink;

    /// <summary>Measures how long the samples of the peak must be.</summary>
    /// <param name="instructionSet">The instruction set of the peak.</param>
    /// <param name="threads">Threads that reach for the peak together.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cold">Whether samples begin with empty caches.</param>
    public Sampler(InstructionSet instructionSet, int threads, Clock clock, bool cold = false)
    {
        // About a millisecond a call, so that handing it to the team costs nothing beside it.
        const int iterations = 500_000;
        _clock = clock;
        _team = new WorkerTeam(threads);
        _sweep = cold ? new CacheSweep(_team) : null;
        Action<int, int> one = (_, _) => _sink = FmaPeak.Run(instructionSet, iterations);
        _peak = () => _team.Run(one, threads);
        _peakFlops = threads * iterations * FmaPeak.FlopsPerIteration(instructionSet);
        _peakTimes = clock.TimesFor(_peak, PeakSeconds);
    }

    /// <summary>The team that runs the peak; metrics may use it.</summary>
    public WorkerTeam Team => _team;

    /// <summary>The median of all samples of the peak so far, in FLOP/s.</summary>
    public double Peak => Figure.Median(_peaks);

    /// <summary>Samples metrics; returns their figures in order, and the shares of those that have one.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="samples">Samples of each.</param>
    public (IReadOnlyList<Figure> Figures, IReadOnlyList<Figure> Shares) Measure(IReadOnlyList<Metric> metrics, int samples)
    {
        var times = metrics.Select(metric => _clock.TimesFor(metric.Run, SampleSeconds)).ToArray();
        var seconds = metrics.Select(_ => new double[samples]).ToArray();
        var shares = metrics.Select(_ => new double[samples]).ToArray();
        var before = SamplePeak();
        for (var sample = 0; sample < samples; sample++)
        {
            for (var i = 0; i < metrics.Count; i++)
            {
                seconds[i][sample] = Sample(metrics[i].Run, times[i]);
                var after = SamplePeak();
                shares[i][sample] = (metrics[i].Flops ?? 0) / seconds[i][sample] / ((before + after) / 2);
                before = after;
            }
        }

        return (
            [.. metrics.Select((metric, i) => new Figure(NameOf(metric), Figure.Median(seconds[i].Select(metric.Value)), metric.Unit))],
            [.. metrics.Select((metric, i) => (metric, i)).Where(pair => pair.metric.Flops is not null)
                .Select(pair => new Figure($"{NameOf(pair.metric)}_share", 100 * Figure.Median(shares[pair.i]), "%"))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _team.Dispose();
        GC.KeepAlive(_sink);
    }

    private double Sample(Action run, long times)
    {
        if (_sweep is null)
            return _clock.TimeWarm(run, times) / times;
        _sweep.Run();
        return _clock.Time(run, 1);
    }

    /// <summary>A cold figure has a name of its own, since it is another quantity.</summary>
    private string NameOf(Metric metric) => _sweep is null ? metric.Name : $"{metric.Name}_cold";

    private double SamplePeak()
    {
        var rate = _peakFlops * _peakTimes / _clock.Time(_peak, _peakTimes);
        _peaks.Add(rate);
        return rate;
    }
}
