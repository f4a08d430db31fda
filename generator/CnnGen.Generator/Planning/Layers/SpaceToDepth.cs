using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class SpaceToDepthPlanner(SpaceToDepth layer) : LayerPlanner(layer)
{
    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [DepthToSpacePlanner.ToDepth(places.X, places.Y, layer.BlockSize)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [DepthToSpacePlanner.ToSpace(places.Dy, places.Dx, layer.BlockSize)];
}
