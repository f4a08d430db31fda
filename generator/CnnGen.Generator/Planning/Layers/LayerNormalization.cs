using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class LayerNormalizationPlanner(LayerNormalization layer) : LayerPlanner(layer)
{
    private Argument _gamma = new(ArgumentKind.Nothing);
    private Argument _beta = new(ArgumentKind.Nothing);

    public override IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => OverAxes.Lower(
        layer, layer.Axes, index, inputs, (at, read, shape) => layer with
        {
            Index = at,
            Inputs = read,
            InputShape = shape,
            OutputShape = shape,
            Axes = LayerAxes.Last,
        });

    public override bool HasWeightGradient => false;

    /// <summary>Mean and deviation of each pixel.</summary>
    public override int StatisticsFloats => 2 * layer.InputShape.Height * layer.InputShape.Width;

    public override int WeightSumFloats => IsTrainable ? ImageSums.FloatsOf(layer) : 0;

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
        new KernelCall(
            new LayerNormalizationForward(layer, places.X.Tensor, places.Y.Tensor), places.X, places.Statistics!, _gamma, _beta, places.Y),
    ];

    /// <summary>All of the way back at once, the gradient of the input where it is needed.</summary>
    protected override IEnumerable<Step> SumGradients(BackwardPlaces places)
    {
        var dx = places.InputGradients[0];
        if (dx is null && !IsTrainable)
            return [];
        var kernel = new LayerNormalizationBackward(
            places.X.Tensor, places.Dy.Tensor, dx?.Tensor, layer.Center && IsTrainable, layer.Scale && IsTrainable);
        Argument[] sums = places.WeightSums is { } room ? [room] : [];
        Argument[] input = dx is null ? [] : [_gamma, dx];
        return [new KernelCall(kernel, [places.X, places.Statistics!, places.Dy, .. sums, .. input])];
    }

    protected override IEnumerable<Step> Backward(BackwardPlaces places) => [];

    protected override WeightGradient? WeightGradient(PlanningContext context) => ImageSums.GradientOf(layer, context);
}

/// <summary>Normalizes the channels of each pixel.</summary>
internal sealed record LayerNormalizationForward(LayerNormalization Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>Shares in the gradients of gamma and beta, and the gradient of the input.</summary>
/// <param name="X">The input.</param>
/// <param name="Dy">The gradient of its output.</param>
/// <param name="Dx">The gradient of its input; null where nobody needs it.</param>
/// <param name="SumsBeta">Whether beta's gradient is needed.</param>
/// <param name="SumsGamma">Whether gamma's is.</param>
internal sealed record LayerNormalizationBackward(Tensor X, Tensor Dy, Tensor? Dx, bool SumsBeta, bool SumsGamma) : Kernel;
