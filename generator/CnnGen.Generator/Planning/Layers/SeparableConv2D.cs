using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class SeparableConv2DPlanner(SeparableConv2D layer) : LayerPlanner(layer)
{
    public override long InputGradientKernels => LayerPlanners.Of(layer.Depthwise).InputGradientKernels;

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        Layer[] depthwise = [.. LayerPlanners.Of(layer.Depthwise).Lower(index, inputs)];
        var last = index + depthwise.Length - 1;
        return [.. depthwise, .. LayerPlanners.Of(layer.Pointwise).Lower(last + 1, new([last]))];
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
