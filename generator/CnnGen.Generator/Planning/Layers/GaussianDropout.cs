using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class GaussianDropoutPlanner(GaussianDropout layer) : RandomPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) => Apply(places.X, places.Y);

    /// <summary>The same noise, drawn again.</summary>
    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Apply(places.Dy, places.Dx);

    private IEnumerable<Step> Apply(Place from, Place to) =>
        [new KernelCall(new GaussianDropoutKernel(layer, from.Tensor, to.Tensor), from, to) { Draws = true }];
}

/// <summary>Multiplies by noise.</summary>
internal sealed record GaussianDropoutKernel(GaussianDropout Layer, Tensor From, Tensor To) : Kernel;
