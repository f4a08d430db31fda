using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class DepthMaxPoolPlanner(DepthMaxPool layer) : LayerPlanner(layer)
{
    /// <summary>Which channel was the maximum is found again by comparing.</summary>
    public override BackwardReads Reads => BackwardReads.Input | BackwardReads.Output;

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new DepthMaxForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var (x, y, dx, dy) = (places.X, places.Y, places.Dx, places.Dy);
        return [new KernelCall(new DepthMaxBackward(layer, x.Tensor, y.Tensor, dx.Tensor, dy.Tensor), x, y, dx, dy)];
    }
}

/// <summary>Maxima over groups of channels.</summary>
internal sealed record DepthMaxForward(DepthMaxPool Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Gives each gradient to the first maximum of its group.</summary>
internal sealed record DepthMaxBackward(DepthMaxPool Layer, Tensor X, Tensor Y, Tensor Dx, Tensor Dy) : Kernel;
