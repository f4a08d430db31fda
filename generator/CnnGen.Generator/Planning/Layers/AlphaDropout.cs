using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class AlphaDropoutPlanner(AlphaDropout layer) : RandomPlanner(layer)
{
    protected override IEnumerable<Step> Forward(ForwardPlaces places) => Call(isGradient: false, places.X, places.Y);

    /// <summary>The same mask, drawn again.</summary>
    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Call(isGradient: true, places.Dy, places.Dx);

    private IEnumerable<Step> Call(bool isGradient, Place from, Place to) =>
        [new KernelCall(new AlphaDropoutKernel(layer, isGradient, from.Tensor, to.Tensor), from, to) { Draws = true }];
}

/// <summary>Drops values to selu's limit, scales and shifts; or the gradient of that.</summary>
internal sealed record AlphaDropoutKernel(AlphaDropout Layer, bool IsGradient, Tensor From, Tensor To) : Kernel;
