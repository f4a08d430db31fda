using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class EluPlanner : LayerPlanner
{
    private readonly Elu _layer;

    private EluPlanner(Elu layer)
        : base(layer) => _layer = layer;

    public override BackwardReads Reads => BackwardReads.Output;

    /// <summary>A planner: that of the activation, where the factor is its.</summary>
    public static LayerPlanner Of(Elu layer) => layer.Alpha == 1
        ? new ActivationPlanner(layer, ActivationFunction.Elu)
        : new EluPlanner(layer);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new EluForward(_layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var kernel = new EluBackward(_layer, places.Y.Tensor, places.Dx.Tensor, places.Dy.Tensor);
        return [new KernelCall(kernel, places.Y, places.Dx, places.Dy)];
    }
}

/// <summary>y = x, and alpha * (exp(x) - 1) below 0.</summary>
internal sealed record EluForward(Elu Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * f'(y).</summary>
internal sealed record EluBackward(Elu Layer, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;
