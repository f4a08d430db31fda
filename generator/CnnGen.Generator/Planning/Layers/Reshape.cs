using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What is computed is a vector as a feature map: free where both lie alike in memory. From one map to another it goes by a vector.
/// </summary>
internal sealed class ReshapePlanner(Reshape layer) : LayerPlanner(layer)
{
    public override bool MayShareGradient => true;

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs)
    {
        var (from, to) = (Layer.InputShape, Layer.OutputShape);
        if (to.IsFlat)
            return [new Flatten(index, Layer.Name, inputs, from, to)];
        if (from.IsFlat)
            return base.Lower(index, inputs);
        var vector = Shape.Flat(from.Size);
        // No name of a user's has a slash.
        return
        [
            new Flatten(index, Layer.Name + "/vector", inputs, from, vector),
            layer with { Index = index + 1, Inputs = new([index]), InputShape = vector },
        ];
    }

    public override bool SharesInput(Layouts layouts, bool isTraining) => layouts.Output(Layer.Index).IsDense;

    /// <summary>A vector's gradient has zeros past its last unit, which the map's has not.</summary>
    public override bool SharesGradientOf(Layouts layouts, int input) =>
        layouts.Gradient(Layer.Index).IsDense && Tensor.StrideFor(Layer.OutputShape.Size) == Layer.OutputShape.Size;

    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new FlattenCopy(places.X.Tensor, places.Y.Tensor), places.X, places.Y)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
        [new KernelCall(new FlattenCopy(places.Dy.Tensor, places.Dx.Tensor), places.Dy, places.Dx)];
}
