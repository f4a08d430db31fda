using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class ReluPlanner : LayerPlanner
{
    private readonly Relu _layer;

    private ReluPlanner(Relu layer)
        : base(layer) => _layer = layer;

    public override BackwardReads Reads => BackwardReads.Output;

    /// <summary>A planner: that of an activation, where the arguments are those of one.</summary>
    public static LayerPlanner Of(Relu layer) => (layer.MaxValue, layer.NegativeSlope, layer.Threshold) switch
    {
        (double.PositiveInfinity, 0, 0) => new ActivationPlanner(layer, ActivationFunction.Relu),
        (6, 0, 0) => new ActivationPlanner(layer, ActivationFunction.Relu6),
        _ => new ReluPlanner(layer),
    };

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new ReluForward(_layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var kernel = new ReluBackward(_layer, places.Y.Tensor, places.Dx.Tensor, places.Dy.Tensor);
        return [new KernelCall(kernel, places.Y, places.Dx, places.Dy)];
    }
}

/// <summary>y = the bounded, leaky, shifted relu of x.</summary>
internal sealed record ReluForward(Relu Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * f'(y).</summary>
internal sealed record ReluBackward(Relu Layer, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;
