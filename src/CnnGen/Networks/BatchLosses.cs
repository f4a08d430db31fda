using CnnGen.Formats;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>Computes the losses that are not fused with the last layer, and sums up those of a batch.</summary>
/// <param name="context">The network.</param>
/// <param name="workspaces">Where outputs and losses of the batch lie.</param>
/// <param name="further">The losses of further outputs.</param>
internal sealed unsafe class BatchLosses(RunContext context, TrainingWorkspaces workspaces, FurtherLosses further)
{
    /// <summary>Computes the losses of some images from their outputs, and what backward begins with.</summary>
    /// <param name="pass">The batch.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="targetValues">The targets, where they are floats; null where they are classes.</param>
    /// <param name="first">The first image.</param>
    /// <param name="count">How many.</param>
    public void Compute(in NetworkPass pass, Loss loss, float* targetValues, int first, int count)
    {
        var (size, positions) = (context.Info.OutputSize, context.Info.OutputPositions);
        for (var image = first; image < first + count; image++)
        {
            var start = (long)image * size;
            // By what came: a user's class may answer another question each time.
            var targets = targetValues == null
                ? new Targets(new ReadOnlySpan<int>(pass.Labels + ((long)image * positions), positions))
                : new Targets(new ReadOnlySpan<float>(targetValues + start, size));
            var call = new LossCall(
                context.InstructionSet,
                new ReadOnlySpan<float>(pass.Outputs + start, size),
                targets,
                new Span<float>(pass.OutputGradients + start, size))
            {
                Scale = pass.LossScale(image),
                Channels = context.Info.OutputChannels,
                OfLogits = pass.FromLogits,
            };
            workspaces.ImageLosses[image] = loss.ComputeScaled(call);
        }
    }

    /// <summary>Fills in outputs and losses of the images of other processes.</summary>
    /// <param name="plan">Who has which.</param>
    /// <param name="count">Images of the batch.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="isFused">Whether the loss was computed along with the last layer.</param>
    public void Gather(ShardPlan plan, int count, Loss loss, bool isFused)
    {
        plan.GatherImages(workspaces.Outputs.AsSpan(0, count * context.Info.OutputSize), context.Info.OutputSize, count);
        if (isFused)
            plan.GatherImages(workspaces.Losses.AsSpan(0, count), 1, count);
        else
            plan.GatherImages(workspaces.ImageLosses.AsSpan(0, count), 1, count);
        if (workspaces.ActivityPenalties.Length > 0)
            plan.GatherImages(workspaces.ActivityPenalties.AsSpan(0, count), 1, count);
        if (loss is OutputLosses)
            further.Gather(plan, count);
    }

    /// <summary>What there is to tell of a batch.</summary>
    /// <param name="count">Its images.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="isFused">Whether the loss was computed along with the last layer.</param>
    /// <param name="metrics">Are told of the losses of single outputs, where there are several.</param>
    public BatchResult Summarize(int count, Targets targets, Loss loss, bool isFused, ReadOnlySpan<Metric> metrics)
    {
        var several = loss as OutputLosses;
        var (sum, correct, nonFinite, size) = (0.0, 0, 0, context.Info.OutputSize);
        var (positions, channels) = (context.Info.OutputPositions, context.Info.OutputChannels);
        for (var image = 0; image < count; image++)
        {
            var output = workspaces.Outputs.AsSpan(image * size, size);
            double ofImage = isFused ? workspaces.Losses[image] : workspaces.ImageLosses[image];
            var isNonFinite = !isFused && FiniteValues.IndexOfOther(output) >= 0;
            if (several is not null)
            {
                ofImage = further.Sum(image, ofImage);
                isNonFinite |= further.IsNonFinite(image);
            }

            var penalty = workspaces.ActivityPenalties.Length > 0 ? workspaces.ActivityPenalties[image] : 0;
            sum += (targets.Weights.IsEmpty ? ofImage : ofImage * targets.Weights[image]) + penalty;
            ofImage += penalty;
            // One output of a softmax that is no number makes all of them, and the loss, no number.
            if (!double.IsFinite(ofImage) || isNonFinite)
                nonFinite++;
            else if (targets.Kind == TargetKind.Classes)
                correct += Correct(output, targets.Classes.Slice(image * positions, positions), channels);
        }

        if (several is not null)
            further.Tell(count, targets.Weights, metrics);
        return new BatchResult(sum / count, correct, count, nonFinite) { TargetKind = targets.Kind, Positions = positions };
    }

    /// <summary>Positions whose most probable class is their label.</summary>
    private static int Correct(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int channels)
    {
        var correct = 0;
        for (var position = 0; position < labels.Length; position++)
        {
            if (NetworkTraining.MostProbable(outputs.Slice(position * channels, channels)) == labels[position])
                correct++;
        }

        return correct;
    }
}
