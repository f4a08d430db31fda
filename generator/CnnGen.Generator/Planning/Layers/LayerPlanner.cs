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

    /// <summary>Whether its outputs add to the loss.</summary>
    public virtual bool PenalizesActivities => false;

    /// <summary>Kernels that its input gradient is made of, one for each position modulo the strides.</summary>
    public virtual long InputGradientKernels => 1;

    /// <summary>The layer with an activation behind it that it applies itself; null where it cannot.</summary>
    public virtual Layer? Absorb(ActivationFunction function) => null;

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

    /// <summary>The batch normalization behind it that its kernels can apply in prediction; null where there is none.</summary>
    protected LayerNeeds? ScalingBehind(Layouts layouts) =>
        Layer.FusedActivation != ActivationFunction.Linear ? null : layouts.ConsumersOf(Layer.Index).ToArray() switch
        {
            [{ ScalesChannels: true } only] => only,
            [{ EndsSegment: true } moments]
                when layouts.ConsumersOf(moments.Layer.Index).ToArray() is [{ ScalesChannels: true } only] => only,
            _ => null,
        };

    /// <summary>The activation behind it that nothing else stands between, which its kernels can apply; null where there is none.</summary>
    protected LayerNeeds? ActivationBehind(Layouts layouts) =>
        Layer.FusedActivation == ActivationFunction.Linear
        && layouts.ConsumersOf(Layer.Index).ToArray() is [{ ElementFunction: not null } only]
            ? only
            : null;

    /// <summary>What it does to the range of images that come in; asked of all, and true of those that <see
    /// cref="LoadsWithImages"/>.</summary>
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
            places.Training.IsAlias && !WorksInPlace(isTraining: true) ? "free" : Algorithm(context),
            places,
            Pass(context, isTraining: false),
            Pass(context, isTraining: true),
            new(WayBack(context)),
            IsTrainable ? WeightGradient(context) : null,
            Contraction,
            Choices)
        {
            JoinForward = new(JoinForward(context)),
            JoinBackward = new(JoinBackward(context)),
            InferencePreparation = new(PrepareInference(context)),
            TrainingPreparation = new(PrepareTraining(context)),
            GroupTranspose = GroupTranspose,
            HasInputGradient = places.Gradient is not null
                && Layer.Inputs.Any(input => context.Places[input].Gradient is not null),
        };
    }

    /// <summary>Its products, where it is computed by some.</summary>
    protected virtual Contraction? Contraction => null;

    /// <summary>How its kernel in groups is transposed for its input gradient; null where it has none, or nobody needs that.</summary>
    protected virtual GroupTranspose? GroupTranspose => null;

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

    /// <summary>Whether it does something though its output is the very buffer of its input.</summary>
    /// <param name="isTraining">In training, else in prediction.</param>
    protected virtual bool WorksInPlace(bool isTraining) => false;

    /// <summary>What it sums up of the gradient of its output, whether its input's is needed or not.</summary>
    protected virtual IEnumerable<Step> SumGradients(BackwardPlaces places) => [];

    /// <summary>What puts all images' sums together behind it.</summary>
    protected virtual IEnumerable<Step> JoinForward(PlanningContext context) => [];

    /// <summary>The same on the way back.</summary>
    protected virtual IEnumerable<Step> JoinBackward(PlanningContext context) => [];

    /// <summary>What is prepared of its weights and state for prediction alone.</summary>
    protected virtual IEnumerable<Step> PrepareInference(PlanningContext context) => [];

    /// <summary>What is prepared for training of weights and state that training leaves as they are.</summary>
    protected virtual IEnumerable<Step> PrepareTraining(PlanningContext context) => [];

    /// <summary>The gradient of its weights, which sums over the whole batch; null where it has none.</summary>
    protected virtual WeightGradient? WeightGradient(PlanningContext context) => null;

    private LayerPass? Pass(PlanningContext context, bool isTraining)
    {
        var y = Of(context.Places[Layer.Index]);
        if (y.IsAlias && !WorksInPlace(isTraining))
            return null;
        var fused = context.Layouts.Fused(this, isTraining)?.Layer;
        var heading = fused is null
            ? $"{Layer.Name}: {Layer.InputShape} -> {Layer.OutputShape}"
            : $"{Layer.Name}, {fused.Name}: {Layer.InputShape} -> {fused.OutputShape}";
        var inputs = new EquatableArray<Place>(Layer.Inputs.Select(input => Of(context.Places[input])));
        var isOutput = Layer.Index == context.Places.Count - 1;
        var places = new ForwardPlaces(inputs, y, isTraining, isOutput)
        {
            IsFused = fused is not null,
            Sums = context.Places[Layer.Index].ForwardSums,
            Statistics = isTraining ? context.Places[Layer.Index].TrainingStatistics : context.Places[Layer.Index].InferenceStatistics,
        };
        return new LayerPass(heading, ClearBorder(y), new(Forward(places)));

        Place Of(LayerPlaces places) => isTraining ? places.Training : places.Inference;
    }

    private IEnumerable<Step> WayBack(PlanningContext context)
    {
        // Who looks inside wants the gradient of the image, too.
        if ((Layer.Inputs.Count == 0 && !context.IsInspection) || context.Places[Layer.Index].Gradient is not { } dy)
            yield break;
        var y = context.Places[Layer.Index].Training;
        var output = context.OutputOf(Layer);
        var gradientOfSums = context.IsInspection && output is not null
            ? GradientOfOutputAndSums(context, output, y, dy)
            : GradientOfSums(context, y, dy);
        foreach (var step in gradientOfSums.Concat(output?.BehindOwnActivation(dy) ?? []))
            yield return step;
        // What is the very buffer of dy is there already.
        Place?[] gradients = [.. Layer.Inputs.Select((input, i) =>
            SharesGradientOf(context.Layouts, i) ? null : context.Places[input].Gradient)];
        foreach (var dx in gradients.Where(gradient => gradient is not null))
        {
            if (ClearBorder(dx!) is { } border)
                yield return border;
        }

        var inputs = new EquatableArray<Place>(Layer.Inputs.Select(input => context.Places[input].Training));
        var places = new BackwardPlaces(inputs, y, gradients, dy)
        {
            Sums = context.Places[Layer.Index].BackwardSums,
            Statistics = context.Places[Layer.Index].TrainingStatistics,
            WeightSums = context.Places[Layer.Index].WeightSums,
        };
        foreach (var step in SumGradients(places))
            yield return step;
        if (gradients.All(gradient => gradient is null))
            yield break;
        foreach (var step in output?.PastActivation(Backward(places), places.Dx) ?? Backward(places))
            yield return step;
    }

    /// <summary>
    /// Sums up the gradients of several readers, and applies the derivative of the layer's own activation, which its reader may have done.
    /// </summary>
    private IEnumerable<Step> GradientOfSums(PlanningContext context, Place y, Place dy)
    {
        var derivative = context.Layouts.ConsumersOf(Layer.Index).Any(consumer => consumer.AppliesDerivativeOfInput(context.Layouts))
            ? ActivationFunction.Linear
            : Layer.FusedActivation;
        var parts = Parts(context, dy);
        if (parts.Count > 0)
        {
            foreach (var step in SumOf(parts, derivative, y, dy))
                yield return step;
        }
        else if (derivative != ActivationFunction.Linear)
        {
            var call = new KernelCall(new ActivationGradientKernel(derivative, y.Tensor, dy.Tensor), y, dy);
            var mayBeLogits = Layer.GivesProbabilities && Layer.Index == context.Places.Count - 1;
            yield return mayBeLogits ? new Choice(PassCondition.GradientsAreOfOutputs, call, Otherwise: null)
                : context.OutputOf(Layer)?.PastOwnActivation(call) ?? call;
        }
    }

    /// <summary>The same where somebody wants to see the gradient of the output, too: one comes after the other.</summary>
    private IEnumerable<Step> GradientOfOutputAndSums(PlanningContext context, FurtherOutput output, Place y, Place dy)
    {
        var parts = Parts(context, dy);
        var sum = parts.Count > 0 ? SumOf(parts, ActivationFunction.Linear, y, dy) : [];
        foreach (var step in sum.Append(output.StoreGradient(dy)))
            yield return step;
        if (Layer.FusedActivation == ActivationFunction.Linear)
            yield break;
        var derivative = new KernelCall(new ActivationGradientKernel(Layer.FusedActivation, y.Tensor, dy.Tensor), y, dy);
        yield return parts.Count > 0 ? derivative : output.PastOwnActivation(derivative);
    }

    /// <summary>The gradients of a layer's readers where they have to be summed up; none where the one reader's is the layer's.</summary>
    private EquatableArray<Place> Parts(PlanningContext context, Place dy)
    {
        var parts = new EquatableArray<Place>(
            context.Layouts.Branches(Layer.Index).Select(branch => context.Places[branch.Layer.Index].Gradient!));
        return parts.Count == 1 && parts[0].Offset == dy.Offset ? EquatableArray<Place>.Empty : parts;
    }

    private static IEnumerable<Step> SumOf(EquatableArray<Place> parts, ActivationFunction derivative, Place y, Place dy)
    {
        if (!parts.Any(part => part.Offset == dy.Offset) && ClearBorder(dy) is { } border)
            yield return border;
        var kernel = new SumGradientsKernel(new(parts.Select(part => part.Tensor)), derivative, y.Tensor, dy.Tensor);
        yield return new KernelCall(kernel, [.. parts.Select(part => (Argument)part), y, dy]);
    }

    /// <summary>Zeroes the border of a place, where that has to be done each time.</summary>
    public static KernelCall? ClearBorder(Place place) =>
        place.ClearBorder ? new KernelCall(new ClearBorderKernel(place.Tensor), place) : null;
}

/// <summary>What a layer's steps forward are about.</summary>
/// <param name="Inputs">What it reads; nothing of the first layer.</param>
/// <param name="Y">Its output.</param>
/// <param name="IsTraining">In training, else in prediction.</param>
/// <param name="IsOutput">Whether it is the network's last layer.</param>
internal sealed record ForwardPlaces(EquatableArray<Place> Inputs, Place Y, bool IsTraining, bool IsOutput)
{
    /// <summary>Its (first) input.</summary>
    public Place X => Inputs[0];

    /// <summary>Whether it stores what the layer behind it gives.</summary>
    public bool IsFused { get; init; }

    /// <summary>Where it leaves what is put together of all images; null where nothing is.</summary>
    public Place? Sums { get; init; }

    /// <summary>Where it leaves what it finds out of an image; null where that is nothing.</summary>
    public Place? Statistics { get; init; }
}

/// <summary>What a layer's steps back are about.</summary>
/// <param name="Inputs">What it reads.</param>
/// <param name="Y">Its output.</param>
/// <param name="InputGradients">The gradients of its inputs that are to be written; null for one that nobody needs, or that is
/// there.</param>
/// <param name="Dy">The gradient of its output.</param>
internal sealed record BackwardPlaces(EquatableArray<Place> Inputs, Place Y, IReadOnlyList<Place?> InputGradients, Place Dy)
{
    /// <summary>Its (first) input.</summary>
    public Place X => Inputs[0];

    /// <summary>The gradient of that, where it has no other inputs.</summary>
    public Place Dx => InputGradients[0]!;

    /// <summary>Where it leaves what is put together of all images; null where nothing is.</summary>
    public Place? Sums { get; init; }

    /// <summary>Where it left what it found out of an image; null where that is nothing.</summary>
    public Place? Statistics { get; init; }

    /// <summary>Where it leaves what the gradients of its weights are sums of; null where that is nothing.</summary>
    public Place? WeightSums { get; init; }
}
