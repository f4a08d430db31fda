using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>A layer of sequences becomes one of maps of one row.</summary>
internal sealed class SequencePlanner(SequenceLayer layer) : LayerPlanner(layer)
{
    public override long InputGradientKernels => LayerPlanners.Of(layer.OfMap).InputGradientKernels;

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) =>
        LayerPlanners.Of(layer.OfMap).Lower(index, inputs);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
