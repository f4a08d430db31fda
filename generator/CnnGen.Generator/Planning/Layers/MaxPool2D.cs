using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class MaxPool2DPlanner(MaxPool2D layer) : LayerPlanner(layer)
{
    /// <summary>Which pixel was the maximum is found again by comparing.</summary>
    public override BackwardReads Reads => BackwardReads.Input | BackwardReads.Output;

    public override int MaximumOf => layer.Window is { PadTop: 0, PadLeft: 0 } window
        && (window.Height, window.Width) == (window.StrideHeight, window.StrideWidth)
        && window.Height == window.Width
            ? window.Height
            : 0;

    /// <summary>In prediction the convolution before it may have stored the maxima.</summary>
    public override bool SharesInput(Layouts layouts, bool isTraining) => layouts.IsFused(this, isTraining);

    /// <summary>Each pixel's gradient comes from one window, unless they overlap and its parts are added up first.</summary>
    public override bool AppliesDerivativeOfInput(Layouts layouts) => !layer.Window.Overlaps;

    protected override string Algorithm(PlanningContext context) =>
        context.Layouts.IsFused(this, isTraining: false) ? "direct, fused in prediction" : "direct";

    protected override void Decide(PlanningContext context) => _before = AppliesDerivativeOfInput(context.Layouts)
        ? context.Layouts.Layers[Layer.Inputs[0]].Layer.FusedActivation
        : ActivationFunction.Linear;

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new MaxPoolForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var (x, y, dx, dy) = (places.X, places.Y, places.Dx, places.Dy);
        return [new KernelCall(new MaxPoolBackward(layer, _before, x.Tensor, y.Tensor, dx.Tensor, dy.Tensor), x, y, dx, dy)];
    }

    // What the layer before applies to what it gives.
    private ActivationFunction _before;
}

/// <summary>Maxima over windows.</summary>
internal sealed record MaxPoolForward(MaxPool2D Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Gives each gradient to the first maximum of its window, times the derivative of the activation that gave it.</summary>
internal sealed record MaxPoolBackward(MaxPool2D Layer, ActivationFunction Activation, Tensor X, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;
