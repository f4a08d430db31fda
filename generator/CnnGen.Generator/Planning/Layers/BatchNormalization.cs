using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// The first half of a batch normalization, which only lowering makes: forward it looks at what comes in, back it gives the gradient of
/// that. Between the halves all images are put together, so both end a segment of the training pass, each in its direction.
/// </summary>
internal sealed record BatchMoments(int Index, string Name, EquatableArray<int> Inputs, Shape Shape, BatchNormalization Of)
    : Layer(Index, Name, Inputs, Shape, Shape);

/// <summary>
/// Batch normalization. A frozen one is a factor and a shift for each channel in training, too, and looks at no batch.
/// </summary>
internal sealed class BatchNormalizationPlanner(BatchNormalization layer) : LayerPlanner(layer)
{
    private BatchNormalizationParts? _parts;

    // Where factors and shifts lie in prediction, and in training of a frozen one.
    private (int Prediction, int Training) _scalings;

    public override bool ScalesChannels => true;

    public override bool HasWeightGradient => false;

    public override bool MayShareGradient => !layer.IsFrozen;

    public override int BackwardSumFloats => layer.IsFrozen ? 0 : 2 * new Tensor(layer.OutputShape, default).ChannelStride;

    public override BackwardReads Reads =>
        (layer.IsFrozen ? BackwardReads.Nothing : BackwardReads.Input)
        | (layer.Activation == ActivationFunction.Linear ? BackwardReads.Nothing : BackwardReads.Output);

    /// <summary>The layer in front of it may have applied it.</summary>
    public override bool SharesInput(Layouts layouts, bool isTraining) => FusedInto(layouts, isTraining) is not null;

    /// <summary>The first half gives the gradient of the input, of that of the output.</summary>
    public override bool SharesGradientOf(Layouts layouts, int input) => !layer.IsFrozen;

    public override Layer? Absorb(ActivationFunction function) =>
        layer.Activation == ActivationFunction.Linear ? layer with { Activation = function } : null;

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => layer.IsFrozen
        ? base.Lower(index, inputs)
        :
    [
        // No name of a user's has a slash.
        new BatchMoments(index, $"{layer.Name}/moments", inputs, layer.InputShape, layer),
        layer with { Index = index + 1, Inputs = new([index]) },
    ];

    protected override string Algorithm(PlanningContext context) =>
        $"{(layer.IsFrozen ? "moving statistics" : "statistics of the batch")}"
        + $"{(FusedInto(context.Layouts, isTraining: false) is null ? "" : ", fused in prediction")}";

    protected override void Decide(PlanningContext context)
    {
        _parts = new BatchNormalizationParts(layer, context);
        var prediction = context.Products.ScalingOffsetOf(layer.Name, _parts.Lanes);
        // A layer that applies them has its bias in the shifts.
        var areAlike = !layer.IsFrozen
            || FusedInto(context.Layouts, isTraining: true) == FusedInto(context.Layouts, isTraining: false);
        _scalings = (prediction, areAlike ? prediction : context.Products.ScalingOffsetOf($"{layer.Name}/training", _parts.Lanes));
    }

    /// <summary>The layer in front that applies it; null where none does.</summary>
    private LayerNeeds? FusedInto(Layouts layouts, bool isTraining)
    {
        var input = layouts.Layers[Layer.Inputs[0]];
        var before = input.EndsSegment ? layouts.Layers[input.Layer.Inputs[0]] : input;
        return layouts.Fused(before, isTraining) == this ? before : null;
    }

    protected override IEnumerable<Step> Forward(ForwardPlaces places) => places.IsTraining && !layer.IsFrozen
        ? [new KernelCall(new BatchNormalizationForward(layer, places.X.Tensor, places.Y.Tensor), places.X, _parts!.Batch, places.Y)]
        :
        [
            new KernelCall(
                new ChannelAffine(layer.Activation, places.X.Tensor, places.Y.Tensor), places.X, Scalings(places.IsTraining), places.Y),
        ];

    protected override IEnumerable<Step> SumGradients(BackwardPlaces places) => layer.IsFrozen ? [] :
    [
        new KernelCall(
            new BatchGradientSums(places.X.Tensor, places.Dy.Tensor), places.X, places.Dy, _parts!.Batch, places.Sums!),
    ];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => !layer.IsFrozen ? [] :
    [
        new KernelCall(
            new ChannelScaling(places.Dx.Tensor, places.Dy.Tensor), Scalings(isTraining: true), places.Dx, places.Dy),
    ];

    protected override IEnumerable<Step> JoinBackward(PlanningContext context) => layer.IsFrozen ? [] :
    [
        new KernelCall(
            new JoinBatchGradients(layer), context.Places[Layer.Index].BackwardSums!,
            _parts!.Of("gamma", ArgumentKind.Gradients), _parts.Of("beta", ArgumentKind.Gradients), _parts.Batch),
    ];

    protected override IEnumerable<Step> PrepareInference(PlanningContext context) => [Fold(context, isTraining: false)];

    protected override IEnumerable<Step> PrepareTraining(PlanningContext context) =>
        layer.IsFrozen ? [Fold(context, isTraining: true)] : [];

    private KernelCall Fold(PlanningContext context, bool isTraining)
    {
        // The bias of a layer that applies it becomes a part of the shift.
        var bias = FusedInto(context.Layouts, isTraining) is { } before && context.Parameters.OffsetOf(before.Layer, "bias") is { } offset
            ? new Argument(ArgumentKind.Weights, offset)
            : new Argument(ArgumentKind.Nothing);
        Argument[] arguments = [.. _parts!.Parameters, bias, Scalings(isTraining)];
        return new KernelCall(new FoldBatchNormalization(layer), arguments) { IsOfImages = false };
    }

    private Argument Scalings(bool isTraining) =>
        new(ArgumentKind.ForwardKernels, isTraining ? _scalings.Training : _scalings.Prediction);
}

internal sealed class BatchMomentsPlanner(BatchMoments layer) : LayerPlanner(layer)
{
    private BatchNormalizationParts? _parts;

    public override bool LiesLikeInput => true;

    public override bool EndsSegment => true;

    public override int ForwardSumFloats => 2 * new Tensor(layer.OutputShape, default).ChannelStride;

    public override BackwardReads Reads => BackwardReads.Input;

    protected override bool WorksInPlace(bool isTraining) => isTraining;

    public override Border InputBorder(Layouts layouts) => layouts.WantedBorder(Layer.Index);

    public override bool SharesInput(Layouts layouts, bool isTraining) => true;

    protected override void Decide(PlanningContext context) => _parts = new BatchNormalizationParts(layer.Of, context);

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
        [new KernelCall(new BatchMomentsForward(places.X.Tensor), places.X, places.Sums!)];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
    [
        new KernelCall(
            new BatchNormalizationBackward(places.X.Tensor, places.Dx.Tensor, places.Dy.Tensor), places.X, _parts!.Batch, places.Dx,
            places.Dy),
    ];

    protected override IEnumerable<Step> JoinForward(PlanningContext context) =>
    [
        new KernelCall(
            new JoinBatchMoments(layer.Of), [context.Places[Layer.Index].ForwardSums!, .. _parts!.Parameters, _parts.Batch]),
    ];
}

/// <summary>Where weights, state and the statistics of the batch of a batch normalization lie.</summary>
internal sealed class BatchNormalizationParts(BatchNormalization layer, PlanningContext context)
{
    /// <summary>Rows of statistics, as the library's <c>BatchStatistics.Rows</c> says.</summary>
    private const int Rows = 6;

    /// <summary>The channels, rounded up to whole vectors.</summary>
    public int Lanes { get; } = new Tensor(layer.OutputShape, default).ChannelStride;

    /// <summary>The statistics.</summary>
    public Argument Batch => new(ArgumentKind.Batch, context.Batch.OffsetOf(layer.Name, (long)Rows * Lanes));

    /// <summary>Gamma, beta, moving mean and moving variance.</summary>
    public IEnumerable<Argument> Parameters =>
        new[] { "gamma", "beta", "moving_mean", "moving_variance" }.Select(name => Of(name, ArgumentKind.Weights));

    /// <summary>A parameter, or its gradient; nothing where the layer has none of that name.</summary>
    public Argument Of(string parameter, ArgumentKind kind) => context.Parameters.OffsetOf(layer, parameter) is { } offset
        ? new Argument(kind, offset)
        : new Argument(ArgumentKind.Nothing);
}

/// <summary>For each channel of an image the sum, and the sum of squared distances from the mean.</summary>
internal sealed record BatchMomentsForward(Tensor X) : Kernel;

/// <summary>y = f((x - mean) * scale + shift), by channel.</summary>
internal sealed record BatchNormalizationForward(BatchNormalization Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>y = f(x * scale + shift), by channel.</summary>
internal sealed record ChannelAffine(ActivationFunction Function, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy * scale, by channel.</summary>
internal sealed record ChannelScaling(Tensor Dx, Tensor Dy) : Kernel;

/// <summary>For each channel of an image the sum of the gradient, and of its products with x - mean.</summary>
internal sealed record BatchGradientSums(Tensor X, Tensor Dy) : Kernel;

/// <summary>The gradient of the input, of that of the output and of what all images gave.</summary>
internal sealed record BatchNormalizationBackward(Tensor X, Tensor Dx, Tensor Dy) : Kernel;

/// <summary>Puts the moments of all images together.</summary>
internal sealed record JoinBatchMoments(BatchNormalization Layer) : Kernel;

/// <summary>Puts the sums of the gradients of all images together.</summary>
internal sealed record JoinBatchGradients(BatchNormalization Layer) : Kernel;

/// <summary>Makes a factor and a shift for each channel of weights and moving statistics.</summary>
internal sealed record FoldBatchNormalization(BatchNormalization Layer) : Kernel;
