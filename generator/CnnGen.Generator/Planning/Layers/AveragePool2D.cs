using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class AveragePool2DPlanner(AveragePool2D layer) : LayerPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new AveragePoolForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new AveragePoolBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Means over windows.</summary>
internal sealed record AveragePoolForward(AveragePool2D Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Shares the gradient of each mean among its window.</summary>
internal sealed record AveragePoolBackward(AveragePool2D Layer, Tensor Dx, Tensor Dy) : Kernel;
