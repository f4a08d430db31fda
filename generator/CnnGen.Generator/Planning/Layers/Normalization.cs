using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>Part of loading an image, unless others read what stands before it.</summary>
internal sealed class NormalizationPlanner(Normalization layer) : LayerPlanner(layer)
{
    // Where the factors lie among the weights; the shifts lie behind them.
    private int _factor;

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

    protected override void Decide(PlanningContext context) => _factor = context.Parameters.DerivedOffsetOf(Layer);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
    [
        new KernelCall(
            new NormalizationForward(layer, places.X.Tensor, places.Y.Tensor), places.X, new Argument(ArgumentKind.Weights, _factor),
            new Argument(ArgumentKind.Weights, _factor + AlignedCount), places.Y),
    ];

    /// <summary>Nothing that is trained stands before it; who looks inside wants the gradient of the image.</summary>
    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
    [
        new KernelCall(
            new NormalizationBackward(layer, places.Dx.Tensor, places.Dy.Tensor), places.Dy, new Argument(ArgumentKind.Weights, _factor),
            places.Dx),
    ];
}

/// <summary>y = x * scale + shift, by channel or by element.</summary>
internal sealed record NormalizationForward(Normalization Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * scale.</summary>
internal sealed record NormalizationBackward(Normalization Layer, Tensor Dx, Tensor Dy) : Kernel;
