using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What a layer's planner is told of the rest of its network.</summary>
/// <param name="Layouts">How outputs and gradients lie in memory.</param>
/// <param name="Places">Where each computed layer's output and gradient lie.</param>
/// <param name="Parameters">Where weights lie.</param>
/// <param name="Products">Plans products, and gives room to their kernels.</param>
/// <param name="Batch">Gives room to what is put together of a whole batch.</param>
/// <param name="Targets">The instruction sets.</param>
/// <param name="Loading">The layers that happen while an image is loaded.</param>
/// <param name="Statistics">The statistics that are applied while an image is loaded; null without any.</param>
internal sealed record PlanningContext(
    Layouts Layouts,
    EquatableArray<LayerPlaces> Places,
    ParameterPlanner Parameters,
    ProductPlanner Products,
    BatchRoom Batch,
    EquatableArray<Target> Targets,
    EquatableArray<Layer> Loading,
    ImageStatistics? Statistics)
{
    /// <summary>The outputs besides the last layer's.</summary>
    public EquatableArray<FurtherOutput> FurtherOutputs { get; init; } = EquatableArray<FurtherOutput>.Empty;

    /// <summary>Whether the network looks inside of another.</summary>
    public bool IsInspection { get; init; }

    /// <summary>The further output that a layer gives; null where it gives none.</summary>
    public FurtherOutput? OutputOf(Layer layer) => FurtherOutputs.FirstOrDefault(output => output.Layer.Index == layer.Index);
}
