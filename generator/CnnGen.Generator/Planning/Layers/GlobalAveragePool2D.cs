using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class GlobalAveragePool2DPlanner(GlobalAveragePool2D layer) : LayerPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new GlobalAverageForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new GlobalAverageBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>The mean of each channel.</summary>
internal sealed record GlobalAverageForward(GlobalAveragePool2D Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Shares the gradient of each mean among the pixels.</summary>
internal sealed record GlobalAverageBackward(GlobalAveragePool2D Layer, Tensor Dx, Tensor Dy) : Kernel;
