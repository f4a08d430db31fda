using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>A layer that is an activation and nothing more.</summary>
/// <param name="layer">The layer.</param>
/// <param name="function">What it is.</param>
internal sealed class ActivationPlanner(Layer layer, ActivationFunction function) : LayerPlanner(layer)
{
    public override BackwardReads Reads => function.IsDerivedFromOutput() ? BackwardReads.Output : BackwardReads.Input;

    public override ActivationFunction? ElementFunction => function.IsOfElements() ? function : null;

    /// <summary>In prediction the layer before it may have applied it.</summary>
    public override bool SharesInput(Layouts layouts, bool isTraining) => layouts.IsFused(this, isTraining);

    protected override string Algorithm(PlanningContext context) =>
        context.Layouts.IsFused(this, isTraining: false) ? "direct, fused in prediction" : "direct";

    /// <summary>
    /// Evaluation asks for losses, too, which only the logits tell: of a sure network, probabilities are rounded to 0 and 1.
    /// </summary>
    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var (x, y) = (places.X, places.Y);
        var call = new KernelCall(new ActivationForward(function, x.Tensor, y.Tensor), x, y);
        if (places.IsTraining || !places.IsOutput || !Layer.IsSoftmax)
            return [call];
        var losses = new KernelCall(
            new SoftmaxLosses(), x, y, new Argument(ArgumentKind.Number, y.Tensor.Shape.Channels),
            new Argument(ArgumentKind.LabelsAndLosses));
        return [new Choice(PassCondition.LossesAreWanted, losses, call)];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var read = function.IsDerivedFromOutput() ? places.Y : places.X;
        var kernel = new ActivationBackward(function, read.Tensor, places.Dx.Tensor, places.Dy.Tensor);
        return [new KernelCall(kernel, read, places.Dx, places.Dy)];
    }
}

/// <summary>y = f(x).</summary>
internal sealed record ActivationForward(ActivationFunction Function, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * f', which is read from the output, or from the input where that does not tell it.</summary>
internal sealed record ActivationBackward(ActivationFunction Function, Tensor Read, Tensor Dx, Tensor Dy) : Kernel;

/// <summary>Probabilities and the loss of each image.</summary>
internal sealed record SoftmaxLosses : Kernel;
