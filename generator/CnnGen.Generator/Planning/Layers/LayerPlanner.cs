using CnnGen.Generator.Emission.Kernels;
using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;

namespace CnnGen.Generator.Planning.Layers;

/// <summary>
/// What planning knows of one layer: how it is lowered, what it asks of others, and what it does. Every kind of layer has a file in this
/// folder; whatever else of planning wants to know of a layer asks here.
/// </summary>
internal abstract class LayerPlanner(Layer layer) : LayerNeeds(layer)
{
    /// <summary>Whether it can happen while an image is loaded, where only such layers stand between it and the input.</summary>
    public virtual bool LoadsWithImages => false;

    /// <summary>Kernels that its input gradient is made of, one for each position modulo the strides.</summary>
    public virtual long InputGradientKernels => 1;

    /// <summary>The layers that compute it.</summary>
    /// <param name="index">The place of the first among the computed layers.</param>
    /// <param name="inputs">What it reads, as places among the computed layers.</param>
    public virtual IEnumerable<Layer> Lower(int index, EquatableArray<int> inputs) => [Layer with { Index = index, Inputs = inputs }];

    /// <summary>
    /// A layer whose activation is part of its kernels; where the way back needs what that is given, or it is none of single elements, the
    /// activation becomes a layer behind it. In prediction they are one again: see <see cref="ActivationBehind"/>.
    /// </summary>
    /// <param name="layer">The layer, at its place.</param>
    protected static IEnumerable<Layer> WithActivation(Layer layer)
    {
        var function = layer.FusedActivation;
        if (function.IsOfElements() && function.IsDerivedFromOutput())
            return [layer];
        // No name of a user's has a slash.
        var name = $"{layer.Name}/{function.ToString().ToLowerInvariant()}";
        return
        [
            layer.WithoutActivation(),
            new Activation(layer.Index + 1, name, new([layer.Index]), layer.OutputShape, layer.OutputShape, function),
        ];
    }

    /// <summary>The activation behind it that nothing else stands between, which its kernels can apply; null where there is none.</summary>
    protected LayerNeeds? ActivationBehind(Layouts layouts) =>
        Layer.FusedActivation == ActivationFunction.Linear
        && layouts.ConsumersOf(Layer.Index).ToArray() is [{ ElementFunction: not null } only]
            ? only
            : null;

    /// <summary>What it does to the range of images that come in; only of those that <see cref="LoadsWithImages"/>.</summary>
    public virtual (double Scale, double Offset) Rescale((double Scale, double Offset) before) => before;

    /// <summary>The statistics that it learns of images; null where it learns none.</summary>
    /// <param name="scaling">What happens to images before it.</param>
    /// <param name="parameters">Where its state lies.</param>
    public virtual ImageStatistics? Statistics((double Scale, double Offset) scaling, ParameterPlanner parameters) => null;

    /// <summary>All that it does.</summary>
    public LayerPlan Plan(PlanningContext context)
    {
        Decide(context);
        var places = context.Places[Layer.Index];
        return new LayerPlan(
            Layer,
            places.Training.IsAlias ? "free" : Algorithm(context),
            places,
            Pass(context, isTraining: false),
            Pass(context, isTraining: true),
            new(WayBack(context)),
            WeightGradient(context),
            Contraction,
            Choices)
        {
            HasInputGradient = places.Gradient is not null && context.Places[Layer.Inputs[0]].Gradient is not null,
        };
    }

    /// <summary>Its products, where it is computed by some.</summary>
    protected virtual Contraction? Contraction => null;

    /// <summary>What was chosen for its directions, and from what.</summary>
    protected virtual EquatableArray<DirectionChoice> Choices => EquatableArray<DirectionChoice>.Empty;

    /// <summary>Chooses what the steps are made of; comes first.</summary>
    protected virtual void Decide(PlanningContext context)
    {
    }

    /// <summary>For summaries: <c>direct 3x3</c>.</summary>
    protected virtual string Algorithm(PlanningContext context) => "direct";

    /// <summary>What it does forward.</summary>
    protected abstract IEnumerable<Step> Forward(ForwardPlaces places);

    /// <summary>How the gradient of its output becomes that of its input.</summary>
    protected abstract IEnumerable<Step> Backward(BackwardPlaces places);

    /// <summary>The gradient of its weights, which sums over the whole batch; null where it has none.</summary>
    protected virtual WeightGradient? WeightGradient(PlanningContext context) => null;

    private LayerPass? Pass(PlanningContext context, bool isTraining)
    {
        var y = Of(context.Places[Layer.Index]);
        if (y.IsAlias)
            return null;
        var fused = isTraining ? null : FusedConsumer(context.Layouts)?.Layer;
        var heading = fused is null
            ? $"{Layer.Name}: {Layer.InputShape} -> {Layer.OutputShape}"
            : $"{Layer.Name}, {fused.Name}: {Layer.InputShape} -> {fused.OutputShape}";
        var x = Layer.Inputs.Count == 0 ? y : Of(context.Places[Layer.Inputs[0]]);
        var isOutput = Layer.Index == context.Places.Count - 1;
        return new LayerPass(heading, ClearBorder(y), new(Forward(new(x, y, isTraining, isOutput))));

        Place Of(LayerPlaces places) => isTraining ? places.Training : places.Inference;
    }

    private IEnumerable<Step> WayBack(PlanningContext context)
    {
        if (Layer.Inputs.Count == 0 || context.Places[Layer.Index].Gradient is not { } dy)
            yield break;
        var (before, y) = (context.Places[Layer.Inputs[0]], context.Places[Layer.Index].Training);
        // The gradient of a flatten's input may be the very buffer of its output's.
        if (before.Gradient is { IsAlias: true })
            yield break;
        var derivative = Layer.FusedActivation;
        if (derivative != ActivationFunction.Linear
            && !context.Layouts.ConsumersOf(Layer.Index).Any(consumer => consumer.AppliesDerivativeOfInput(context.Layouts)))
        {
            yield return new KernelCall(new ActivationGradientKernel(derivative, y.Tensor, dy.Tensor), y, dy);
        }

        if (before.Gradient is not { } dx)
            yield break;
        if (ClearBorder(dx) is { } border)
            yield return border;
        foreach (var step in Backward(new(before.Training, y, dx, dy)))
            yield return step;
    }

    /// <summary>Zeroes the border of a place, where that has to be done each time.</summary>
    public static KernelCall? ClearBorder(Place place) =>
        place.ClearBorder ? new KernelCall(new ClearBorderKernel(place.Tensor), place) : null;
}

/// <summary>What a layer's steps forward are about.</summary>
/// <param name="X">Its input; of the first layer, which has none, its output.</param>
/// <param name="Y">Its output.</param>
/// <param name="IsTraining">In training, else in prediction.</param>
/// <param name="IsOutput">Whether it is the network's last layer.</param>
internal sealed record ForwardPlaces(Place X, Place Y, bool IsTraining, bool IsOutput);

/// <summary>What a layer's steps back are about.</summary>
/// <param name="X">Its input.</param>
/// <param name="Y">Its output.</param>
/// <param name="Dx">The gradient of its input.</param>
/// <param name="Dy">The gradient of its output.</param>
internal sealed record BackwardPlaces(Place X, Place Y, Place Dx, Place Dy);
