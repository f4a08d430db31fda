using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>A feature map as a vector: free where both lie alike in memory.</summary>
internal sealed class FlattenPlanner(Flatten layer) : LayerPlanner(layer)
{
    public override bool SharesInput(Layouts layouts, bool isTraining) => layouts.Output(Layer.Inputs[0]).IsDense;

    public override bool MayShareGradient => true;

    public override bool SharesGradientOf(Layouts layouts, int input) => layouts.Gradient(Layer.Inputs[0]).IsDense;

    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => Copy(places.X, places.Y);

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => Copy(places.Dy, places.Dx);

    private static IEnumerable<Step> Copy(Place from, Place to) => [new KernelCall(new FlattenCopy(from.Tensor, to.Tensor), from, to)];
}

/// <summary>Copies a feature map to a vector or back.</summary>
internal sealed record FlattenCopy(Tensor From, Tensor To) : Kernel;
