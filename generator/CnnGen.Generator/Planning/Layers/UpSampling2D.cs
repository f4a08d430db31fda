using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class UpSampling2DPlanner(UpSampling2D layer) : LayerPlanner(layer)
{
    private bool Repeats => layer.Interpolation == Interpolation.Nearest;

    protected override string Algorithm(PlanningContext context) => Repeats ? "copy" : "direct";

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var (x, y) = (places.X.Tensor, places.Y.Tensor);
        return [new KernelCall(Repeats ? Repeat(x, y) : new BilinearForward(layer, x, y), places.X, places.Y)];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places)
    {
        var (dx, dy) = (places.Dx.Tensor, places.Dy.Tensor);
        Kernel kernel = Repeats ? new RepeatPixelsBackward(layer, dx, dy) : new BilinearBackward(layer, dx, dy);
        return [new KernelCall(kernel, places.Dx, places.Dy)];
    }

    private MoveKernel Repeat(Tensor x, Tensor y) => MoveKernel.Of(
        "UpSampling2D", x, x.Origin, y, y.Origin,
        [
            new(x.Shape.Height, x.RowStride, layer.Rows * y.RowStride),
            new(layer.Rows, 0, y.RowStride),
            new(x.Shape.Width, x.ChannelStride, layer.Columns * y.ChannelStride),
            new(layer.Columns, 0, y.ChannelStride),
        ],
        y.ChannelStride);
}

/// <summary>Sums up the gradients of the copies of each pixel.</summary>
internal sealed record RepeatPixelsBackward(UpSampling2D Layer, Tensor Dx, Tensor Dy) : Kernel;

/// <summary>Interpolates between pixels.</summary>
internal sealed record BilinearForward(UpSampling2D Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Gives each gradient to the pixels that were interpolated between.</summary>
internal sealed record BilinearBackward(UpSampling2D Layer, Tensor Dx, Tensor Dy) : Kernel;
