using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Whole pixels where channels stay the last axis, else float by float.</summary>
internal sealed class PermutePlanner(Permute layer) : LayerPlanner(layer)
{
    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => [Move(places.X, places.Y, [.. layer.Order])];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [Move(
        places.Dy, places.Dx, [.. Enumerable.Range(1, 3).Select(axis => layer.Order.ToList().IndexOf(axis) + 1)])];

    private static KernelCall Move(Place from, Place to, int[] order)
    {
        var (x, y) = (from.Tensor, to.Tensor);
        int[] steps = [x.RowStride, x.ChannelStride, 1];
        var loops = new List<MoveLoop>
        {
            new(y.Shape.Height, steps[order[0] - 1], y.RowStride),
            new(y.Shape.Width, steps[order[1] - 1], y.ChannelStride),
        };
        if (order[2] != 3)
            loops.Add(new(y.Shape.Channels, steps[order[2] - 1], 1));
        var run = order[2] == 3 ? y.ChannelStride : 1;
        return new KernelCall(MoveKernel.Of($"Permute_{string.Concat(order)}", x, x.Origin, y, y.Origin, loops, run), from, to);
    }
}
