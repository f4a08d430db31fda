using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class UnitNormalizationPlanner(UnitNormalization layer) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => OverAxes.Lower(
        layer, layer.Axes, index, inputs,
        (at, read, shape) => new UnitNormalization(at, layer.Name, read, shape, shape));

    public override BackwardReads Reads => BackwardReads.Input;

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new UnitNormalizationForward(places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var kernel = new UnitNormalizationBackward(places.X.Tensor, places.Dy.Tensor, places.Dx.Tensor);
        return [new KernelCall(kernel, places.X, places.Dy, places.Dx)];
    }
}

/// <summary>Scales the channels of each pixel to length 1.</summary>
internal sealed record UnitNormalizationForward(Tensor X, Tensor Y) : Kernel;

/// <summary>The gradient of the input.</summary>
internal sealed record UnitNormalizationBackward(Tensor X, Tensor Dy, Tensor Dx) : Kernel;
