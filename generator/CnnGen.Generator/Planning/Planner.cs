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
    /// <summary>
    /// Images that one thread takes through the network together: enough that a kernel's block is reused from cache, few enough that four
    /// threads share a batch of 32.
    /// </summary>
    private const int Chunk = 32;

    /// <summary>
    /// Bytes of workspaces that one thread's images may take in prediction in any case. Beyond, one image is work enough for the kernels it
    /// reads, unless these are large themselves: what a thread takes together may be some times as much as the kernels, so that reading
    /// them costs little beside it.
    /// </summary>
    private const long PredictionBytes = 64 << 20;

    private const int WorkspaceOverKernels = 8;

    public static Plan Plan(Network declared, GeneratorOptions options)
    {
        var targets = options.Targets;
        LayerPlanner[] declaredPlanners = [.. declared.Layers.Select(LayerPlanners.Of)];
        var (network, loading) = Lowering.Lower(declared, declaredPlanners);
        LayerPlanner[] planners = [.. network.Layers.Select(LayerPlanners.Of)];
        var layouts = new Layouts(network, planners);
        var parameters = new ParameterPlanner(declaredPlanners);
        var statistics = Statistics(loading, parameters);
        // Before anything that counts offsets within tensors, which their sizes bound.
        var lifetimes = new Lifetimes(network, layouts);
        var inference = new MemoryPlanner(lifetimes.Inference(), "prediction");
        var training = new MemoryPlanner(lifetimes.Training(), "training");
        var places = new EquatableArray<LayerPlaces>(network.Layers.Select(layer => new LayerPlaces(
            inference.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Gradient))));

        var products = new ProductPlanner(targets);
        var context = new PlanningContext(
            layouts, places, parameters, products, targets, new(loading.Select(planner => planner.Layer)), statistics);
        var layers = new EquatableArray<LayerPlan>(planners.Select(planner => planner.Plan(context)));
        var memory = Memory(layers, parameters, products, inference.ImageFloats, training.ImageFloats);
        var output = (Inference: Store(places[^1].Inference), Training: Store(places[^1].Training));
        var forward = KernelPreparer.Forward(layers);
        var backward = KernelPreparer.Backward(layers);
        return new Plan(
            declared,
            targets,
            options.RunsLayers,
            layers,
            output,
            // Each layer looks at one image at a time, so all of them are one.
            new([new Segment(0, layers.Count)]),
            BackwardStart(network, places),
            forward,
            backward,
            KernelPreparer.StoresPastCaches(memory),
            GradientPlanner.Plan(layers, targets, parameters, forward, backward),
            new(targets.Select((_, target) => StagePlanner.Plan(layers, target, targets[target], output.Inference))),
            loading.Length > 0,
            statistics,
            parameters.Parameters,
            memory)
        {
            Softmax = SoftmaxEnd(network, places),
        };
    }

    private static ImageStatistics? Statistics(LayerPlanner[] loading, ParameterPlanner parameters)
    {
        var scaling = (Scale: 1.0, Offset: 0.0);
        foreach (var planner in loading)
        {
            if (planner.Statistics(scaling, parameters) is { } statistics)
                return statistics;
            scaling = planner.Rescale(scaling);
        }

        return null;
    }

    private static MemoryFigures Memory(
        EquatableArray<LayerPlan> layers, ParameterPlanner parameters, ProductPlanner products, int inferenceFloats, int trainingFloats)
    {
        var contractions = layers.Select(layer => layer.Contraction).OfType<Contraction>().ToArray();
        return new MemoryFigures(
            parameters.TrainableFloats,
            parameters.WeightFloats,
            products.ForwardKernelFloats,
            products.BackwardKernelFloats,
            inferenceFloats,
            trainingFloats,
            InferenceChunk(inferenceFloats, (long)parameters.WeightFloats + products.ForwardKernelFloats),
            Chunk,
            contractions.Select(Scratch.Floats).DefaultIfEmpty(0).Max(),
            contractions.Select(contraction => contraction.WeightGradient).OfType<TiledWinogradGradient>()
                .Select(gradient => gradient.Winograd.RoundFloats).DefaultIfEmpty(0).Max());
    }

    /// <summary>Images that one thread predicts together.</summary>
    private static int InferenceChunk(int imageFloats, long kernelFloats)
    {
        var floats = Math.Max(PredictionBytes / sizeof(float), WorkspaceOverKernels * kernelFloats);
        return (int)Math.Max(1, Math.Min(Chunk, floats / imageFloats));
    }

    private static KernelCall Store(Place output) =>
        new(new StoreOutputKernel(output.Tensor), output, new Argument(ArgumentKind.Outputs, output.Tensor.Shape.Size));

    private static BackwardStart? BackwardStart(Network network, EquatableArray<LayerPlaces> places)
    {
        if (places[^1].Gradient is not { } gradient)
            return null;
        var images = new Argument(ArgumentKind.OutputGradients, gradient.Tensor.Shape.Size);
        return new BackwardStart(
            network.Output.IsSoftmax ? null : LayerPlanner.ClearBorder(gradient),
            new KernelCall(new LoadGradientKernel(gradient.Tensor), images, gradient));
    }

    private static SoftmaxEnd? SoftmaxEnd(Network network, EquatableArray<LayerPlaces> places)
    {
        if (!network.Output.IsSoftmax)
            return null;
        var logits = places[network.Output.Inputs[0]];
        // Without weights nobody reads the gradient, and it may take the place of the logits.
        return new SoftmaxEnd(logits.Training, places[^1].Training, logits.Gradient ?? logits.Training);
    }
}
