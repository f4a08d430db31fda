using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What is computed repeats pixels; interpolated ones are a map in another size.</summary>
internal sealed class UpSampling2DPlanner(UpSampling2D layer) : LayerPlanner(layer)
{
    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => layer.Interpolation == Interpolation.Nearest
        ? base.Lower(index, inputs)
        : [new Resizing(index, layer.Name, inputs, layer.InputShape, layer.OutputShape, layer.Interpolation)];

    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var (x, y) = (places.X.Tensor, places.Y.Tensor);
        var repeat = MoveKernel.Of(
            "UpSampling2D", x, x.Origin, y, y.Origin,
            [
                new(x.Shape.Height, x.RowStride, layer.Rows * y.RowStride),
                new(layer.Rows, 0, y.RowStride),
                new(x.Shape.Width, x.ChannelStride, layer.Columns * y.ChannelStride),
                new(layer.Columns, 0, y.ChannelStride),
            ],
            y.ChannelStride);
        return [new KernelCall(repeat, places.X, places.Y)];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new RepeatPixelsBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dx, places.Dy)];
}

/// <summary>Sums up the gradients of the copies of each pixel.</summary>
internal sealed record RepeatPixelsBackward(UpSampling2D Layer, Tensor Dx, Tensor Dy) : Kernel;
