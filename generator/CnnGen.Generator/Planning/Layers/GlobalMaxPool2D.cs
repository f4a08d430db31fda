using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>A pool whose window is the whole map.</summary>
internal sealed class GlobalMaxPool2DPlanner(GlobalMaxPool2D layer) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        var (height, width) = (Layer.InputShape.Height, Layer.InputShape.Width);
        var window = new Window(height, width, height, width, PadTop: 0, PadLeft: 0);
        return [new MaxPool2D(index, Layer.Name, inputs, Layer.InputShape, Layer.OutputShape, window)];
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
