using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What zeros around a feature map do, the other way round.</summary>
internal sealed class Cropping2DPlanner(Cropping2D layer) : LayerPlanner(layer)
{
    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        ZeroPadding2DPlanner.Inside(places.X, places.Y, layer.Cropping);

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        ZeroPadding2DPlanner.Surround(places.Dy, places.Dx, layer.Cropping);
}
