using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// The share of images, or of positions of maps, whose most probable class is their label, called <c>accuracy</c>; Keras'
/// <c>SparseCategoricalAccuracy</c>. Of equally probable classes the first counts; outputs of which one is infinite or no number (NaN) are
/// wrong.
/// </summary>
public sealed class SparseCategoricalAccuracy : Metric
{
    internal const string DefaultName = "accuracy";

    private long _correct;
    private long _count;

    /// <inheritdoc/>
    public override string Name => DefaultName;

    /// <inheritdoc/>
    public override TargetKind TargetKind => TargetKind.Classes;

    /// <inheritdoc/>
    public override double Result => (double)_correct / _count;

    /// <inheritdoc/>
    public override void Reset() => (_correct, _count) = (0, 0);

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> outputs, Targets targets, int count)
    {
        if (count == 0)
            return;
        var labels = targets.Classes;
        var classes = ChannelsOf(outputs.Length / count);
        for (var position = 0; position < labels.Length; position++)
        {
            var output = outputs.Slice(position * classes, classes);
            if (NetworkTraining.MostProbable(output) == labels[position] && FiniteValues.IndexOfOther(output) < 0)
                _correct++;
        }

        _count += labels.Length;
    }
}
