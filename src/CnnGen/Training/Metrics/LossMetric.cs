using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>The mean of a loss over images, under the name of the loss.</summary>
/// <param name="loss">The loss.</param>
internal sealed class LossMetric(Loss loss) : Metric, IResumable, IHasSettings
{
    private readonly InstructionSet _instructionSet = InstructionSets.Best;

    // What the loss of one image gives besides its value.
    private float[] _gradients = [];
    private double _sum;
    private long _count;

    public override string Name => loss.Name;

    public override TargetKind TargetKind => loss.TargetKind;

    public override double Result => _sum / _count;

    internal override void CheckNetwork(INetwork network) => loss.CheckNetwork(network);

    public override void Reset() => (_sum, _count) = (0, 0);

    public void SaveState(TrainingState state)
    {
        state.Set("sum", _sum);
        state.Set("count", _count);
    }

    public void RestoreState(TrainingState state)
    {
        (_sum, _count) = (state.GetDouble("sum"), state.GetInt64("count"));
    }

    /// <inheritdoc/>
    public void AddSettings(SettingList settings) => (loss as IHasSettings)?.AddSettings(settings);

    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var (size, targetSize) = (outputs.Length / count, targets.Length / count);
        if (_gradients.Length != size)
            _gradients = new float[size];
        for (var image = 0; image < count; image++)
        {
            _sum += loss.ComputeScaled(new LossCall(
                _instructionSet, outputs.Slice(image * size, size), targets.Slice(image * targetSize, targetSize), _gradients)
            {
                Channels = ChannelsOf(size),
            });
        }

        _count += count;
    }
}
