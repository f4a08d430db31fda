using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>What a batch normalization does with the statistics of a batch, with those of an image.</summary>
internal sealed class GroupNormalizationPlanner(GroupNormalization layer) : LayerPlanner(layer)
{
    /// <summary>Rows of statistics, as the library's <c>BatchStatistics.Rows</c> says.</summary>
    private const int Rows = 6;

    private Argument _gamma = new(ArgumentKind.Nothing);
    private Argument _beta = new(ArgumentKind.Nothing);

    public override bool HasWeightGradient => false;

    public override int StatisticsFloats => Rows * ImageSums.LanesOf(layer);

    /// <summary>Without weights, too: the gradient of the input is made of the same sums.</summary>
    public override int WeightSumFloats => ImageSums.FloatsOf(layer);

    public override BackwardReads Reads => BackwardReads.Input;

    protected override void Decide(PlanningContext context)
    {
        if (context.Parameters.OffsetOf(layer, "gamma") is { } gamma)
            _gamma = new(ArgumentKind.Weights, gamma);
        if (context.Parameters.OffsetOf(layer, "beta") is { } beta)
            _beta = new(ArgumentKind.Weights, beta);
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
    [
        new KernelCall(new BatchMomentsForward(places.X.Tensor), places.X, places.Statistics!),
        new KernelCall(new JoinGroupMoments(layer), places.Statistics!, _gamma, _beta),
        new KernelCall(
            new GroupNormalizationForward(places.X.Tensor, places.Y.Tensor), places.X, places.Statistics!, places.Y),
    ];

    protected override IEnumerable<Step> SumGradients(BackwardPlaces places) =>
    [
        new KernelCall(
            new GroupGradientSums(places.X.Tensor, places.Dy.Tensor), places.X, places.Dy, places.Statistics!, places.WeightSums!),
        new KernelCall(new JoinGroupGradients(layer), places.Statistics!, places.WeightSums!),
    ];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
    [
        new KernelCall(
            new GroupNormalizationBackward(places.X.Tensor, places.Dx.Tensor, places.Dy.Tensor), places.X, places.Statistics!, places.Dx,
            places.Dy),
    ];

    protected override WeightGradient? WeightGradient(PlanningContext context) => ImageSums.GradientOf(layer, context);
}

/// <summary>Puts the moments of the channels of each group together.</summary>
internal sealed record JoinGroupMoments(GroupNormalization Layer) : Kernel;

/// <summary>y = (x - mean) * scale + shift, by channel.</summary>
internal sealed record GroupNormalizationForward(Tensor X, Tensor Y) : Kernel;

/// <summary>For each channel the sum of the gradient, and of its products with x - mean.</summary>
internal sealed record GroupGradientSums(Tensor X, Tensor Dy) : Kernel;

/// <summary>Puts the sums of the channels of each group together.</summary>
internal sealed record JoinGroupGradients(GroupNormalization Layer) : Kernel;

/// <summary>The gradient of the input, of that of the output and of what the groups gave.</summary>
internal sealed record GroupNormalizationBackward(Tensor X, Tensor Dx, Tensor Dy) : Kernel;
