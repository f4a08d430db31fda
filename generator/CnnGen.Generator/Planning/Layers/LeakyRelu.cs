using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class LeakyReluPlanner : LayerPlanner
{
    private readonly LeakyRelu _layer;

    private LeakyReluPlanner(LeakyRelu layer)
        : base(layer) => _layer = layer;

    public override BackwardReads Reads => BackwardReads.Output;

    /// <summary>A planner: that of the activation, where the slope is its.</summary>
    public static LayerPlanner Of(LeakyRelu layer) => layer.NegativeSlope == 0.2
        ? new ActivationPlanner(layer, ActivationFunction.LeakyRelu)
        : new LeakyReluPlanner(layer);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new LeakyReluForward(_layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var kernel = new LeakyReluBackward(_layer, places.Y.Tensor, places.Dx.Tensor, places.Dy.Tensor);
        return [new KernelCall(kernel, places.Y, places.Dx, places.Dy)];
    }
}

/// <summary>y = x, and slope * x below 0.</summary>
internal sealed record LeakyReluForward(LeakyRelu Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * f'(y).</summary>
internal sealed record LeakyReluBackward(LeakyRelu Layer, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;
