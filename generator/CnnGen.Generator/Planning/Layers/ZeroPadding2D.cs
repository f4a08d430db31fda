using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// Zeros around a feature map. They are the border of its input, where that can have one: then the layer is free, since what is before it
/// writes into the middle.
/// </summary>
internal sealed class ZeroPadding2DPlanner(ZeroPadding2D layer) : LayerPlanner(layer)
{
    public override Border InputBorder(Layouts layouts) => layouts.Output(Layer.Index).Border.Around(layer.Padding);

    public override bool SharesInput(Layouts layouts, bool isTraining) =>
        layouts.Output(Layer.Inputs[0]).Border == InputBorder(layouts);

    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => Surround(places.X, places.Y, layer.Padding);

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Inside(places.Dy, places.Dx, layer.Padding);

    /// <summary>Copies what lies inside of a frame, and zeroes the frame.</summary>
    public static IEnumerable<Step> Surround(Place from, Place to, Sides frame)
    {
        // The frame and what lies around it are one border.
        var inside = new Tensor(from.Tensor.Shape, to.Tensor.Border.Around(frame));
        if (!inside.Border.IsEmpty)
            yield return new KernelCall(new ClearBorderKernel(inside), to);
        var shape = inside.Shape;
        yield return new KernelCall(
            MoveKernel.Rectangle("Surround", from.Tensor, from.Tensor.Origin, inside, inside.Origin, shape.Height, shape.Width), from, to);
    }

    /// <summary>Copies what lies inside of a frame.</summary>
    public static IEnumerable<Step> Inside(Place from, Place to, Sides frame)
    {
        var (shape, start) = (to.Tensor.Shape, from.Tensor.Offset(frame.Top, frame.Left));
        var kernel = MoveKernel.Rectangle(
            $"Inside_{frame.Top}_{frame.Left}", from.Tensor, start, to.Tensor, to.Tensor.Origin, shape.Height, shape.Width);
        yield return new KernelCall(kernel, from, to);
    }
}
