using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// A loss of this library whose targets are floats of the outputs' shape. A loss of your own derives from <see cref="Loss"/>.
/// </summary>
public abstract class ValueLoss : Loss
{
    private protected ValueLoss()
    {
    }

    /// <inheritdoc/>
    public sealed override TargetKind TargetKind => TargetKind.Values;

    /// <summary>The loss of one image, whose outputs are one vector, and its gradient.</summary>
    /// <inheritdoc/>
    public sealed override double Compute(ReadOnlySpan<float> outputs, Targets targets, Span<float> gradients) =>
        ComputeScaled(new LossCall(InstructionSets.Best, outputs, targets, gradients));

    internal sealed override unsafe double ComputeScaled(in LossCall call)
    {
        var count = call.Outputs.Length;
        var values = call.Targets.Values;
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, count, "targets");
        ArgumentOutOfRangeException.ThrowIfNotEqual(call.Gradients.Length, count, "gradients");
        fixed (float* output = call.Outputs, target = values, gradient = call.Gradients)
        {
            var image = new LossImage(call.InstructionSet, output, target, gradient, count, call.OfLogits);
            return Compute(image, call.Scale, call.Channels);
        }
    }

    /// <summary>The loss of one image, not scaled, and its gradient times a factor.</summary>
    /// <param name="image">Outputs, targets and room for the gradient.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="channels">Outputs of one position: all of a vector, the channels of a map.</param>
    private protected abstract double Compute(in LossImage image, float scale, int channels);
}

/// <summary>A loss of this library that is a mean over all outputs of an image.</summary>
public abstract class ElementLoss : ValueLoss
{
    private protected ElementLoss()
    {
    }

    private protected sealed override double Compute(in LossImage image, float scale, int channels) => Mean(image, scale);

    /// <summary>The mean over the outputs, and its gradient times a factor.</summary>
    private protected abstract double Mean(in LossImage image, float scale);
}
