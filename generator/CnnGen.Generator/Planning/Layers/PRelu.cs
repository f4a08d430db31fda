using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

internal sealed class PReluPlanner(PRelu layer) : LayerPlanner(layer)
{
    private int _alpha;

    /// <summary>Alpha may be negative, and then the output does not tell on which side its input was.</summary>
    public override BackwardReads Reads => BackwardReads.Input;

    protected override void Decide(PlanningContext context) => _alpha = context.Parameters.OffsetOf(Layer, "alpha")!.Value;

    protected override IEnumerable<Step> Forward(ForwardPlaces places) =>
    [
        new KernelCall(
            new PReluForward(layer, places.X.Tensor, places.Y.Tensor), places.X, new Argument(ArgumentKind.Weights, _alpha), places.Y),
    ];

    protected override IEnumerable<Step> Backward(BackwardPlaces places) =>
    [
        new KernelCall(
            new PReluBackward(layer, places.X.Tensor, places.Dx.Tensor, places.Dy.Tensor), places.X,
            new Argument(ArgumentKind.Weights, _alpha), places.Dx, places.Dy),
    ];

    protected override WeightGradient WeightGradient(PlanningContext context)
    {
        var (x, dy) = (context.Places[Layer.Inputs[0]].Training, context.Places[Layer.Index].Gradient!);
        return new(
            new GradientPlaces(Layer.Name, x, dy, _alpha, BiasOffset: null),
            new PReluWeightGradient(layer, x.Tensor, dy.Tensor, new(context.Targets.Select(target => target.Lanes))));
    }
}

/// <summary>y = x, and alpha * x below 0.</summary>
internal sealed record PReluForward(PRelu Layer, Tensor X, Tensor Y) : Kernel;

/// <summary>dx = dy, and alpha * dy where x is 0 or less.</summary>
internal sealed record PReluBackward(PRelu Layer, Tensor X, Tensor Dx, Tensor Dy) : Kernel;

/// <summary>The gradient of alpha: the sum of x * dy where x is 0 or less. A work item is a block of channels.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="X">Its input.</param>
/// <param name="Dy">The gradient of its output.</param>
/// <param name="Lanes">The lanes of each target.</param>
internal sealed record PReluWeightGradient(PRelu Layer, Tensor X, Tensor Dy, EquatableArray<int> Lanes) : DirectGradientKernel
{
    /// <summary>Whether each channel has alphas of its own; sums over channels go one by one, in order.</summary>
    private bool IsOfChannels => Layer.Alphas.Channels == X.Shape.Channels;

    public override int ItemsOf(int target) => IsOfChannels ? X.Blocks : 1;

    /// <summary>A multiply-add of each value, which it waits for the last one of.</summary>
    public override double CyclesOf(int target) =>
        4.0 * X.Shape.Height * X.Shape.Width * X.ChannelStride / (IsOfChannels ? Math.Min(Lanes[target], X.BlockLanes) : 1);
}
