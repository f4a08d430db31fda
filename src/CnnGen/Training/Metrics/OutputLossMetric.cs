namespace CnnGen.Training;

/// <summary>
/// The mean loss of one of several outputs, before it is multiplied with its weight. Who computes the losses tells it of them.
/// </summary>
/// <param name="output">The name of the output.</param>
/// <param name="number">Its number among the outputs that have a loss; the last layer's is 0.</param>
internal sealed class OutputLossMetric(string output, int number) : Metric, IResumable
{
    private double _sum;
    private long _count;

    public override string Name => $"{output}_loss";

    /// <summary>The number of the output among those that have a loss; the last layer's is 0.</summary>
    public int Number => number;

    public override TargetKind TargetKind => TargetKind.Values;

    public override double Result => _sum / _count;

    public override bool Takes(TargetKind kind) => true;

    /// <summary>A metric for each output of a loss; none where that is of one output.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="network">The network.</param>
    public static IEnumerable<Metric> Of(Loss loss, NetworkInfo network) => loss is not OutputLosses losses
        ? []
        : losses.Further.Select((each, i) => new OutputLossMetric(each.Output, i + 1))
            .Prepend(new OutputLossMetric(network.Layers[^1].Name, 0));

    public override void Reset() => (_sum, _count) = (0, 0);

    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        // Of outputs alone it knows nothing.
    }

    /// <summary>Adds the losses of a batch.</summary>
    /// <param name="sum">Their sum.</param>
    /// <param name="count">Images.</param>
    public void Add(double sum, int count) => (_sum, _count) = (_sum + sum, _count + count);

    public void SaveState(TrainingState state)
    {
        state.Set("sum", _sum);
        state.Set("count", _count);
    }

    public void RestoreState(TrainingState state) => (_sum, _count) = (state.GetDouble("sum"), state.GetInt64("count"));
}
