using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class RescalingPlanner(Rescaling layer) : LayerPlanner(layer)
{
    public override bool LoadsWithImages => true;

    public override (double Scale, double Offset) Rescale((double Scale, double Offset) before) =>
        (before.Scale * layer.Scale, (before.Offset * layer.Scale) + layer.Offset);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new RescalingForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new RescalingBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>y = x * scale + offset.</summary>
internal sealed record RescalingForward(Rescaling Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * scale.</summary>
internal sealed record RescalingBackward(Rescaling Layer, Tensor Dx, Tensor Dy) : Kernel;
