using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Brings the caller's images into the first buffer; what directly follows may happen on the way.</summary>
internal sealed class InputPlanner(Input layer) : LayerPlanner(layer)
{
    private EquatableArray<Layer> _loading;
    private ImageStatistics? _statistics;

    protected override void Decide(PlanningContext context) => (_loading, _statistics) = (context.Loading, context.Statistics);

    protected override string Algorithm(PlanningContext context) => "copy";

    protected override IEnumerable<Step> Forward(ForwardPlaces places)
    {
        var floats = Load(ArgumentKind.Images, places.Y);
        return _loading.Count == 0
            ? [floats]
            : [new Choice(PassCondition.ImagesAreBytes, Load(ArgumentKind.ImageBytes, places.Y), floats)];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];

    private KernelCall Load(ArgumentKind images, Place y)
    {
        var (factor, shift) = _statistics is { } statistics
            ? (new Argument(ArgumentKind.Weights, statistics.Factor), new Argument(ArgumentKind.Weights, statistics.Shift))
            : (new Argument(ArgumentKind.Nothing), new Argument(ArgumentKind.Nothing));
        var kernel = new LoadImages(layer.Shape, y.Tensor, _loading, images == ArgumentKind.ImageBytes);
        return new KernelCall(kernel, new Argument(images, layer.Shape.Size), factor, shift, y);
    }
}

/// <summary>Copies images from the caller, and what happens on the way.</summary>
/// <param name="Shape">An image's.</param>
/// <param name="Y">Where they go.</param>
/// <param name="Layers">The layers that happen on the way.</param>
/// <param name="AreBytes">Whether the caller's images are bytes; else floats.</param>
internal sealed record LoadImages(Shape Shape, Tensor Y, EquatableArray<Layer> Layers, bool AreBytes) : Kernel;
