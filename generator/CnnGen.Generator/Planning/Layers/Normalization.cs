using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Always part of loading an image: the rule of shapes lets only a rescaling stand before it.</summary>
internal sealed class NormalizationPlanner(Normalization layer) : LayerPlanner(layer)
{
    public override bool LoadsWithImages => true;

    /// <summary>A factor and a shift for each value.</summary>
    public override int DerivedStateFloats => 2 * AlignedCount;

    private int Count => Layer.Parameters[0].Count;

    private int AlignedCount => (int)CacheLine.Align(Count);

    public override ImageStatistics? Statistics((double Scale, double Offset) scaling, ParameterPlanner parameters)
    {
        var factor = parameters.DerivedOffsetOf(Layer);
        return new ImageStatistics(
            $"{layer.Axis}", scaling.Scale, scaling.Offset, parameters.OffsetOf(Layer, "mean")!.Value,
            parameters.OffsetOf(Layer, "variance")!.Value, factor, factor + AlignedCount, Count);
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => throw NeverComputed();

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => throw NeverComputed();

    private static InvalidOperationException NeverComputed() => new("A normalization happens while an image is loaded.");
}
