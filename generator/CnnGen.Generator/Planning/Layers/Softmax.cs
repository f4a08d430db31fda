using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Softmax or its logarithm: what is computed is an activation of channels.</summary>
internal sealed class SoftmaxPlanner(Layer layer, ActivationFunction function, EquatableArray<int> axes) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => OverAxes.Lower(
        Layer, axes, index, inputs, (at, read, shape) => new Activation(at, Layer.Name, read, shape, shape, function));

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];
}
