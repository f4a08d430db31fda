using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>A cropping whose sides follow from the map.</summary>
internal sealed class CenterCropPlanner(CenterCrop layer) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) =>
        [new Cropping2D(index, layer.Name, inputs, layer.InputShape, layer.OutputShape, layer.Cropping)];

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
