using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class SpatialDropout2DPlanner(SpatialDropout2D layer) : RandomPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) => Apply(places.X, places.Y);

    /// <summary>The same mask, drawn again.</summary>
    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Apply(places.Dy, places.Dx);

    private IEnumerable<Step> Apply(Place from, Place to) =>
        [new KernelCall(new SpatialDropoutKernel(layer, from.Tensor, to.Tensor), from, to) { Draws = true }];
}

/// <summary>Drops channels and scales the others up.</summary>
internal sealed record SpatialDropoutKernel(SpatialDropout2D Layer, Tensor From, Tensor To) : Kernel;
