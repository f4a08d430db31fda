using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class ResizingPlanner(Resizing layer) : LayerPlanner(layer)
{
    /// <summary>Where every pixel is the nearest one equally often, it is repeated.</summary>
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        var (x, y) = (layer.InputShape, layer.OutputShape);
        return layer.Interpolation == Interpolation.Nearest && y.Height % x.Height == 0 && y.Width % x.Width == 0
            ? [new UpSampling2D(index, layer.Name, inputs, x, y, Interpolation.Nearest)]
            : base.Lower(index, inputs);
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new ResizingForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new ResizingBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Takes the nearest pixels, or interpolates between pixels.</summary>
internal sealed record ResizingForward(Resizing Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Gives each gradient to the pixels that its value was made of.</summary>
internal sealed record ResizingBackward(Resizing Layer, Tensor Dx, Tensor Dy) : Kernel;
