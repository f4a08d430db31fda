using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;
using CnnGen.Generator.Planning.Layers;
using CnnGen.Generator.Planning.Memory;
using CnnGen.Generator.Planning.Plans;
using CnnGen.Generator.Planning.Products;

namespace CnnGen.Generator.Planning;

/// <summary>Decides everything about a network: layouts, algorithms, tiles, memory.</summary>
internal static class Planner
{
    /// <summary>Images that one thread takes through the network together in training: a kernel's block is reused from cache.</summary>
    private const int TrainingChunk = 32;

    public static Plan Plan(Network declared, GeneratorOptions options)
    {
        var targets = options.Targets;
        LayerPlanner[] declaredPlanners = [.. declared.Layers.Select(LayerPlanners.Of)];
        var (network, loading) = Lowering.Lower(declared, declaredPlanners);
        LayerPlanner[] planners = [.. network.Layers.Select(LayerPlanners.Of)];
        var layouts = new Layouts(network, planners);
        var parameters = new ParameterPlanner(declaredPlanners);
        var statistics = Statistics(declaredPlanners, parameters);
        // Before anything that counts offsets within tensors, which their sizes bound.
        var lifetimes = new Lifetimes(network, layouts);
        var inference = new MemoryPlanner(lifetimes.Inference(), "prediction");
        var training = new MemoryPlanner(lifetimes.Training(), "training");
        var places = new EquatableArray<LayerPlaces>(network.Layers.Select(layer => new LayerPlaces(
            inference.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Gradient),
            training.PlaceOf(layer.Index, BufferKind.ForwardSums),
            training.PlaceOf(layer.Index, BufferKind.BackwardSums))
        {
            InferenceStatistics = inference.PlaceOf(layer.Index, BufferKind.Statistics),
            TrainingStatistics = training.PlaceOf(layer.Index, BufferKind.Statistics),
            WeightSums = training.PlaceOf(layer.Index, BufferKind.WeightSums),
        }));

        var products = new ProductPlanner(targets);
        var batch = new BatchRoom();
        var further = new EquatableArray<FurtherOutput>(
            network.FurtherOutputs.Select((output, which) => FurtherOutput.Of(network, output, which)));
        var context = new PlanningContext(
            layouts, places, parameters, products, batch, targets, new(loading.Select(planner => planner.Layer)), statistics)
        {
            FurtherOutputs = further,
            IsInspection = declared.IsInspection,
        };
        var layers = new EquatableArray<LayerPlan>(planners.Select(planner => planner.Plan(context)));
        var memory = Memory(layers, parameters, products, inference, training) with { BatchFloats = batch.Floats };
        var outputs = Outputs(network, places, place => place.Inference);
        var forward = KernelPreparer.Forward(layers);
        var backward = KernelPreparer.Backward(layers);
        return new Plan(
            declared,
            targets,
            options.RunsLayers,
            layers,
            outputs,
            Outputs(network, places, place => place.Training),
            new(Segments(planners)),
            BackwardStart(network, places, further),
            forward,
            backward,
            KernelPreparer.StoresPastCaches(memory),
            GradientPlanner.Plan(layers, targets, parameters, forward, backward),
            new(targets.Select((_, target) => StagePlanner.Plan(layers, target, targets[target], outputs))),
            loading.Length > 0,
            statistics,
            parameters.Parameters,
            memory)
        {
            Softmax = SoftmaxEnd(network, places),
            FurtherProbabilities = FurtherProbabilities(further),
            PenalizesActivities = planners.Any(planner => planner.PenalizesActivities),
        };
    }

    /// <summary>A segment goes on up to a layer that has to see all images.</summary>
    private static IEnumerable<Segment> Segments(LayerPlanner[] planners)
    {
        var first = 0;
        foreach (var planner in planners)
        {
            var end = planner.Layer.Index + 1;
            if (!planner.EndsSegment && end < planners.Length)
                continue;
            yield return new Segment(first, end - first);
            first = end;
        }
    }

    /// <summary>What is learned of images: nothing stands before such a layer but what changes their range.</summary>
    private static ImageStatistics? Statistics(LayerPlanner[] declared, ParameterPlanner parameters)
    {
        var scalings = new List<(double Scale, double Offset)>();
        foreach (var planner in declared)
        {
            var scaling = planner.Layer.Inputs.Count == 0 ? (1.0, 0.0) : scalings[planner.Layer.Inputs[0]];
            if (planner.Statistics(scaling, parameters) is { } statistics)
                return statistics;
            scalings.Add(planner.Rescale(scaling));
        }

        return null;
    }

    private static MemoryFigures Memory(
        EquatableArray<LayerPlan> layers, ParameterPlanner parameters, ProductPlanner products, MemoryPlanner inference,
        MemoryPlanner training)
    {
        var contractions = layers.Select(layer => layer.Contraction).OfType<Contraction>().ToArray();
        return new MemoryFigures(
            parameters.TrainableFloats,
            parameters.WeightFloats,
            products.ForwardKernelFloats,
            products.BackwardKernelFloats,
            inference.ImageFloats,
            training.ImageFloats,
            InferenceChunk.Of(inference.ImageFloats, inference.BufferFloats, (long)parameters.WeightFloats + products.ForwardKernelFloats),
            TrainingChunk,
            contractions.Select(Scratch.Floats).DefaultIfEmpty(0).Max(),
            contractions.Select(contraction => contraction.WeightGradient).OfType<TiledWinogradGradient>()
                .Select(gradient => gradient.Winograd.RoundFloats).DefaultIfEmpty(0).Max());
    }

    private static EquatableArray<Step> Outputs(
        Network network, EquatableArray<LayerPlaces> places, Func<LayerPlaces, Place> placeOf) => new(
    [
        Store(placeOf(places[^1]), ArgumentKind.Outputs),
        .. network.FurtherOutputs.Select((output, i) => new Choice(
            PassCondition.FurtherOutputsAreWanted, Store(placeOf(places[output]), ArgumentKind.FurtherOutputs, i), Otherwise: null)),
    ]);

    private static KernelCall Store(Place output, ArgumentKind kind, int which = 0) => new(
        new StoreOutputKernel(output.Tensor), output, new Argument(kind, output.Tensor.Shape.Size) { Which = which });

    private static EquatableArray<string> FurtherProbabilities(EquatableArray<FurtherOutput> further) =>
        further.Any(output => output.Layer.GivesProbabilities)
            ? new(further.Select(output => $"{output.Layer.Probabilities}"))
            : EquatableArray<string>.Empty;

    private static BackwardStart? BackwardStart(
        Network network, EquatableArray<LayerPlaces> places, EquatableArray<FurtherOutput> further)
    {
        var others = new EquatableArray<FurtherGradient>(further
            .Select(output => places[output.Index].Gradient is { } gradient ? FurtherGradient(network, gradient, output) : null)
            .OfType<FurtherGradient>());
        if (places[^1].Gradient is not { } gradient)
            return others.Count == 0 ? null : new BackwardStart(null, null, others);
        var givesProbabilities = network.Output.GivesProbabilities;
        // Where the activation is part of the layer, its gradient takes the place of that of the output.
        var isLayer = network.Output.FusedActivation == ActivationFunction.Linear;
        var logits = givesProbabilities && isLayer ? places[network.Output.Inputs[0]].Gradient : null;
        return new BackwardStart(Load(gradient), logits is null ? null : Load(logits), others) { TakesLogits = givesProbabilities };
    }

    private static GradientLoad Load(Place gradient) => new(
        LayerPlanner.ClearBorder(gradient),
        new KernelCall(
            new LoadGradientKernel(gradient.Tensor), new Argument(ArgumentKind.OutputGradients, gradient.Tensor.Shape.Size), gradient));

    private static FurtherGradient FurtherGradient(Network network, Place gradient, FurtherOutput output) => new(
        LayerPlanner.ClearBorder(gradient),
        network.IsInspection
            ? output.LoadGradient(gradient)
            : new Choice(
                output.LogitsEnterElsewhere ? PassCondition.FurtherGradientIsOfOutput : PassCondition.FurtherGradientsAreGiven,
                output.LoadGradient(gradient),
                new KernelCall(new ClearKernel(gradient.Tensor), gradient))
            {
                Which = output.Which,
            });

    private static SoftmaxEnd? SoftmaxEnd(Network network, EquatableArray<LayerPlaces> places)
    {
        if (!network.Output.IsSoftmax)
            return null;
        var logits = places[network.Output.Inputs[0]];
        // Without weights nobody reads the gradient, and it may take the place of the logits.
        return new SoftmaxEnd(logits.Training, places[^1].Training, logits.Gradient ?? logits.Training);
    }
}
