using CnnGen.Formats;
using CnnGen.Training;

namespace CnnGen;

public abstract unsafe partial class CompiledNetwork
{
    // Of the step under way.
    private Loss? _loss;
    private float* _targetValues;

    /// <summary>Whether the last layer is a softmax over classes, for losses to ask.</summary>
    internal bool GivesProbabilities => EndsInSoftmax;

    /// <summary>Computes the losses of some images from their outputs, and what backward begins with.</summary>
    private void ComputeLosses(int first, int count)
    {
        var size = Info.OutputSize;
        var scale = 1f / _pass.Count;
        for (var image = first; image < first + count; image++)
        {
            var start = (long)image * size;
            var targets = _loss!.TargetKind == TargetKind.Classes
                ? new Targets(new ReadOnlySpan<int>(_pass.Labels + image, 1))
                : new Targets(new ReadOnlySpan<float>(_targetValues + start, size));
            _imageLosses[image] = _loss.ComputeScaled(
                InstructionSet,
                new ReadOnlySpan<float>(_pass.Outputs + start, size),
                targets,
                new Span<float>(_pass.OutputGradients + start, size),
                scale);
        }
    }

    /// <summary>Makes room for the gradients of the outputs of a batch, where the loss is no part of the last layer.</summary>
    private void ReserveOutputGradients(int count)
    {
        if (_imageLosses.Length >= count)
            return;
        try
        {
            _outputGradients = GC.AllocateUninitializedArray<float>(count * Info.OutputSize);
            _imageLosses = new double[count];
        }
        catch (OutOfMemoryException e)
        {
            throw NoMemoryForBatch(count, e);
        }
    }

    private BatchResult Summarize(int count, Targets targets)
    {
        var (loss, correct, nonFinite) = (0.0, 0, 0);
        for (var image = 0; image < count; image++)
        {
            var output = _outputs.AsSpan(image * Info.OutputSize, Info.OutputSize);
            var ofImage = _loss!.FusesWithSoftmax ? _losses[image] : _imageLosses[image];
            loss += ofImage;
            // One output of a softmax that is no number makes all of them, and the loss, no number.
            if (!double.IsFinite(ofImage) || (!_loss.FusesWithSoftmax && FiniteValues.IndexOfOther(output) >= 0))
                nonFinite++;
            else if (targets.Kind == TargetKind.Classes && NetworkTraining.MostProbable(output) == targets.Classes[image])
                correct++;
        }

        return new BatchResult(loss / count, correct, count, nonFinite) { TargetKind = targets.Kind };
    }

    private void CheckTraining(int count, Targets targets, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        loss.CheckNetwork(this);
        CheckNotEmpty(count);
        if (targets.Kind != loss.TargetKind)
        {
            throw new ArgumentException(
                $"{loss.GetType().Name} takes {DataChecks.Describe(loss.TargetKind)} for targets, but {DataChecks.Describe(targets.Kind)}"
                + " came: give it the others, or choose another loss.", nameof(targets));
        }

        foreach (var metric in metrics)
        {
            if (metric.TargetKind != targets.Kind)
                throw new ArgumentException(
                    $"{metric.GetType().Name} takes {DataChecks.Describe(metric.TargetKind)} for targets, but"
                    + $" {DataChecks.Describe(targets.Kind)} came: leave it out, or choose another loss.", nameof(metrics));
        }

        if (targets.Kind == TargetKind.Classes)
            CheckLabels(count, targets.Classes);
        else
            CheckValues(count, targets.Values);
    }

    private void CheckLabels(int count, ReadOnlySpan<int> labels)
    {
        if (labels.Length != count)
            throw new ArgumentException($"{count} images need {count} labels, but {labels.Length} came.", nameof(labels));
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)Info.OutputSize)
                throw new ArgumentException(
                    $"Label {labels[i]} of image {i} is no class: {Info.Name} has classes 0 to {Info.OutputSize - 1}.", nameof(labels));
        }
    }

    private void CheckValues(int count, ReadOnlySpan<float> targets)
    {
        if (targets.Length != (long)count * Info.OutputSize)
        {
            throw new ArgumentException(
                $"Targets of {Counted(count, "image")} are {(long)count * Info.OutputSize} values, {string.Join(" x ", Info.OutputShape)} ="
                + $" {Info.OutputSize} each, but {targets.Length} came.", nameof(targets));
        }

        if (FiniteValues.IndexOfOther(targets) is >= 0 and var first)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Value {first % Info.OutputSize} of the target of image {first / Info.OutputSize} is {targets[first]}, from which")
                + " nothing can be learned: repair it, or leave the image out.", nameof(targets));
        }
    }
}
