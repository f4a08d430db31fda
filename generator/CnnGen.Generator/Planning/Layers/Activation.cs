using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class ActivationPlanner(Activation layer) : LayerPlanner(layer)
{
    public override BackwardReads Reads => BackwardReads.Output;

    public override ActivationFunction? AppliesOnly =>
        layer.IsSoftmax || layer.Function == ActivationFunction.Linear ? null : layer.Function;

    /// <summary>
    /// Evaluation asks for losses, too, which only the logits tell: of a sure network, probabilities are rounded to 0 and 1.
    /// </summary>
    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var (x, y) = (places.X, places.Y);
        var call = new KernelCall(new ActivationForward(layer.Function, x.Tensor, y.Tensor), x, y);
        if (places.IsTraining || !places.IsOutput || !layer.IsSoftmax)
            return [call];
        var losses = new KernelCall(
            new SoftmaxLosses(), x, y, new Argument(ArgumentKind.Number, y.Tensor.Shape.Channels),
            new Argument(ArgumentKind.LabelsAndLosses));
        return [new Choice(PassCondition.LossesAreWanted, losses, call)];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
    [
        new KernelCall(
            new ActivationBackward(layer.Function, places.Y.Tensor, places.Dx.Tensor, places.Dy.Tensor), places.Y, places.Dx, places.Dy),
    ];
}

/// <summary>y = f(x).</summary>
internal sealed record ActivationForward(ActivationFunction Function, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * f'(y).</summary>
internal sealed record ActivationBackward(ActivationFunction Function, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;

/// <summary>Probabilities and the loss of each image.</summary>
internal sealed record SoftmaxLosses : Kernel;
