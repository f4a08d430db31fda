namespace CnnGen.Training;

/// <summary>The metrics of one training or evaluation.</summary>
internal sealed class MetricSet
{
    private readonly Metric[] _metrics;
    private readonly double[] _current;

    /// <summary>Takes those that were chosen, or those that go with the loss.</summary>
    /// <param name="chosen">The metrics, checked; null where none were chosen.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="network">The network whose outputs they are told.</param>
    public MetricSet(IReadOnlyList<Metric>? chosen, Loss loss, NetworkInfo network)
    {
        _metrics = [.. chosen ?? loss.DefaultMetrics(), .. OutputLossMetric.Of(loss, network)];
        foreach (var metric in _metrics)
            metric.Begin(network, loss);
        Names = [.. _metrics.Select(metric => metric.Name)];
        _current = new double[_metrics.Length];
    }

    /// <summary>Their names, in order.</summary>
    public string[] Names { get; }

    /// <summary>The metrics themselves, to be told of a batch.</summary>
    public ReadOnlySpan<Metric> All => _metrics;

    /// <summary>Their values now, until this is asked for again: nothing is allocated.</summary>
    public MetricValues Current
    {
        get
        {
            for (var i = 0; i < _metrics.Length; i++)
                _current[i] = _metrics[i].Result;
            return new MetricValues(Names, _current);
        }
    }

    /// <summary>Their values now, to be kept.</summary>
    public MetricValues Snapshot() => new(Names, [.. _metrics.Select(metric => metric.Result)]);

    /// <summary>The same after an exception, which may be that of a metric and is the one to be told: what throws now is NaN.</summary>
    public MetricValues SnapshotAsFarAsCanBe()
    {
        return new(Names, [.. _metrics.Select(ResultOrNaN)]);

        static double ResultOrNaN(Metric metric)
        {
            try
            {
                return metric.Result;
            }
            catch (Exception)
            {
                return double.NaN;
            }
        }
    }

    /// <summary>Forgets all images.</summary>
    public void Reset()
    {
        foreach (var metric in _metrics)
            metric.Reset();
    }

    /// <summary>Adds a batch to each.</summary>
    public void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        foreach (var metric in _metrics)
            metric.Update(outputs, targets, count);
    }
}
