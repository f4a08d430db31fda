using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>
/// The share of images whose most probable class is their label, called <c>accuracy</c>; Keras' <c>SparseCategoricalAccuracy</c>. Of
/// equally probable classes the first counts; an image with an output that is infinite or no number (NaN) is wrong.
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
        var classes = outputs.Length / count;
        for (var image = 0; image < count; image++)
        {
            var output = outputs.Slice(image * classes, classes);
            if (NetworkTraining.MostProbable(output) == labels[image] && FiniteValues.IndexOfOther(output) < 0)
                _correct++;
        }

        _count += count;
    }
}
