using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class DepthToSpacePlanner(DepthToSpace layer) : LayerPlanner(layer)
{
    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [ToSpace(places.X, places.Y, layer.BlockSize)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [ToDepth(places.Dy, places.Dx, layer.BlockSize)];

    /// <summary>Channels of one to blocks of pixels of the other.</summary>
    public static KernelCall ToSpace(Place deep, Place wide, int blockSize)
    {
        var (x, y) = (deep.Tensor, wide.Tensor);
        var loops = Loops(x, y, blockSize);
        return new(MoveKernel.Of("DepthToSpace", x, x.Origin, y, y.Origin, loops, y.Shape.Channels), deep, wide);
    }

    /// <summary>Blocks of pixels of one to channels of the other.</summary>
    public static KernelCall ToDepth(Place wide, Place deep, int blockSize)
    {
        var (x, y) = (wide.Tensor, deep.Tensor);
        var loops = Loops(y, x, blockSize).Select(loop => new MoveLoop(loop.Count, loop.ToStep, loop.FromStep));
        return new(MoveKernel.Of("SpaceToDepth", x, x.Origin, y, y.Origin, loops, x.Shape.Channels), wide, deep);
    }

    private static MoveLoop[] Loops(Tensor deep, Tensor wide, int blockSize) =>
    [
        new(deep.Shape.Height, deep.RowStride, blockSize * wide.RowStride),
        new(blockSize, blockSize * wide.Shape.Channels, wide.RowStride),
        new(deep.Shape.Width, deep.ChannelStride, blockSize * wide.ChannelStride),
        new(blockSize, wide.Shape.Channels, wide.ChannelStride),
    ];
}
