using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning.Plans;

/// <summary>Every decision about a network; the emitter only writes it down.</summary>
/// <param name="Declared">The network as declared.</param>
/// <param name="Targets">The instruction sets to emit, best first.</param>
/// <param name="RunsLayers">Whether single layers can be run by themselves.</param>
/// <param name="Layers">The layers of the network that is computed, in order: see <see cref="Lowering"/>.</param>
/// <param name="Outputs">Hand the outputs to the caller in prediction.</param>
/// <param name="TrainingOutputs">Hand them to the caller in training, those of other layers than the last where they are
/// wanted.</param>
/// <param name="Segments">The segments of the training pass, in order: all layers, each in one.</param>
/// <param name="Backward">What begins the way back.</param>
/// <param name="ForwardPreparations">The kernels that are transformed for the forward direction.</param>
/// <param name="BackwardPreparations">The kernels that are prepared for input gradients.</param>
/// <param name="StoresPastCaches">Whether prepared kernels are stored past the caches.</param>
/// <param name="WeightGradients">How the gradients of weights are computed.</param>
/// <param name="Stages">For each target, the prediction of one image by several threads.</param>
/// <param name="AcceptsBytes">Whether images may come as bytes: what stands behind the input scales them.</param>
/// <param name="Statistics">The statistics that are learned of images before training; null without any.</param>
/// <param name="Parameters">Where weights and state lie.</param>
/// <param name="Memory">Extents of the arenas.</param>
internal sealed record Plan(
    Network Declared,
    EquatableArray<Target> Targets,
    bool RunsLayers,
    EquatableArray<LayerPlan> Layers,
    EquatableArray<Step> Outputs,
    EquatableArray<Step> TrainingOutputs,
    EquatableArray<Segment> Segments,
    BackwardStart? Backward,
    EquatableArray<Preparation> ForwardPreparations,
    EquatableArray<Preparation> BackwardPreparations,
    bool StoresPastCaches,
    WeightGradients WeightGradients,
    EquatableArray<EquatableArray<Stage>> Stages,
    bool AcceptsBytes,
    ImageStatistics? Statistics,
    EquatableArray<PlannedParameter> Parameters,
    MemoryFigures Memory)
{
    /// <summary>The last layer's logits and probabilities, where it is a softmax: cross-entropy is fused with it. Else null.</summary>
    public SoftmaxEnd? Softmax { get; init; }

    /// <summary>Whether outputs of layers add to the loss.</summary>
    public bool PenalizesActivities { get; init; }

    /// <summary>
    /// Of each further output the activation that makes probabilities of its logits, where gradients may be those of these; else linear.
    /// Each is the name of a <c>CnnGen.Activation</c>. Empty where all are linear.
    /// </summary>
    public EquatableArray<string> FurtherProbabilities { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The layer that computes a declared one; null where that happens while an image is loaded.</summary>
    public LayerPlan? PlanOf(Layer declared) => Layers.FirstOrDefault(plan => plan.Layer.Name == declared.Name);

    /// <summary>
    /// The layers that compute a declared one together, in order: those that lowering made of it have names behind its own.
    /// </summary>
    public IEnumerable<LayerPlan> PartsOf(Layer declared) => Layers.Where(
        plan => plan.Layer.Name == declared.Name || plan.Layer.Name.StartsWith($"{declared.Name}/", StringComparison.Ordinal));
}

/// <summary>
/// Neighbouring layers of a training pass, which chunks of images go through on one thread each. Between two segments all threads meet, so
/// that something of the whole batch can be put together.
/// </summary>
/// <param name="First">The first layer.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Segment(int First, int Count);

/// <summary>How the way back begins.</summary>
/// <param name="Output">Fetches the gradient of the output from the caller; null where nothing that leads to it is trained.</param>
/// <param name="Logits">Fetches that of the logits instead, where these are the output of a layer of their own.</param>
/// <param name="Others">Fetch the gradients of the other outputs.</param>
internal sealed record BackwardStart(GradientLoad? Output, GradientLoad? Logits, EquatableArray<FurtherGradient> Others)
{
    /// <summary>Whether the gradient may be that of the logits that the last layer, or its activation, makes probabilities of.</summary>
    public bool TakesLogits { get; init; }
}

/// <summary>The gradient of an output of another layer than the last.</summary>
/// <param name="Border">Zeroes the border of its place, where that has to be done.</param>
/// <param name="LoadOrClear">
/// Fetches it, where the loss is of that output, too; zeroes it where it is not, or where that of its logits enters elsewhere. Who looks
/// inside gives all of them.
/// </param>
internal sealed record FurtherGradient(KernelCall? Border, Step LoadOrClear);

/// <summary>Fetches a gradient from the caller.</summary>
/// <param name="Border">Zeroes the border of its place, where that has to be done.</param>
/// <param name="Load">Fetches it.</param>
internal sealed record GradientLoad(KernelCall? Border, KernelCall Load);

/// <summary>A softmax at the end of a network.</summary>
/// <param name="Logits">What it is given.</param>
/// <param name="Probabilities">What it gives.</param>
/// <param name="LogitsGradient">Where the gradient of the logits goes.</param>
internal sealed record SoftmaxEnd(Place Logits, Place Probabilities, Place LogitsGradient);

/// <summary>Kernels that are prepared after each change of the weights.</summary>
/// <param name="Layer">The layer they belong to.</param>
/// <param name="First">The first of its work items.</param>
/// <param name="Items">Its work items: blocks that are transformed, or 1.</param>
/// <param name="IsByBlocks">Whether each item is a block that is transformed; else the one is all of a kernel that is transposed.</param>
/// <param name="Plan">The layer's plan.</param>
internal sealed record Preparation(Layer Layer, int First, int Items, bool IsByBlocks, LayerPlan Plan)
{
    /// <summary>The first item after these.</summary>
    public int End => First + Items;
}

/// <summary>Mean and variance that are learned of images, and what is derived of them; all as places among the weights.</summary>
/// <param name="Axis">The name of a <c>CnnGen.NormalizationAxis</c>.</param>
/// <param name="Scale">The images are multiplied by this before.</param>
/// <param name="Offset">Then this is added.</param>
/// <param name="Mean">The means.</param>
/// <param name="Variance">The variances.</param>
/// <param name="Factor">The factors that kernels apply.</param>
/// <param name="Shift">The shifts that kernels apply.</param>
/// <param name="Count">Values of each.</param>
internal sealed record ImageStatistics(
    string Axis, double Scale, double Offset, int Mean, int Variance, int Factor, int Shift, int Count);

/// <summary>A parameter and its place among the weights.</summary>
internal sealed record PlannedParameter(string Name, ParameterShape Shape, int Offset, int Lanes);

/// <summary>Extents in floats; see the library's <c>MemoryPlan</c>.</summary>
internal sealed record MemoryFigures(
    int TrainableFloats,
    int WeightFloats,
    int ForwardKernelFloats,
    int BackwardKernelFloats,
    int InferenceImageFloats,
    int TrainingImageFloats,
    int InferenceChunk,
    int TrainingChunk,
    int ScratchFloats,
    int RoundFloats)
{
    /// <summary>What is put together of a whole batch.</summary>
    public int BatchFloats { get; init; }
}
