using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

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
        var (network, affine) = Lowering.Lower(declared);
        var values = new Values(network);
        var parameters = new ParameterPlanner(declared);
        // Before anything that counts offsets within tensors, which their sizes bound.
        var inference = new MemoryPlanner(values.Inference(), "prediction");
        var training = new MemoryPlanner(values.Training(), "training");
        var contractionPlanner = new ContractionPlanner(values, targets);
        var contractions = new List<Contraction>();
        var depthwise = new List<DepthwiseConvolution>();
        foreach (var layer in network.Layers)
        {
            if (layer is Conv2D convolution)
                contractions.Add(
                    contractionPlanner.Plan(convolution, parameters.OffsetOf(layer, "kernel")!.Value, parameters.OffsetOf(layer, "bias")));
            else if (layer is DepthwiseConv2D perChannel)
                depthwise.Add(DepthwisePlanner.Plan(
                    perChannel, values, targets, parameters.OffsetOf(layer, "kernel")!.Value, parameters.OffsetOf(layer, "bias")));
            else if (layer is Dense dense)
                contractions.Add(
                    contractionPlanner.Plan(dense, parameters.OffsetOf(layer, "kernel")!.Value, parameters.OffsetOf(layer, "bias")));
        }

        var places = network.Layers.Select(layer => new Value(
            inference.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Activation)!,
            training.PlaceOf(layer.Index, BufferKind.Gradient)));

        var memory = new MemoryFigures(
            parameters.TrainableFloats,
            parameters.WeightFloats,
            contractionPlanner.ForwardKernelFloats,
            contractionPlanner.BackwardKernelFloats,
            inference.ImageFloats,
            training.ImageFloats,
            InferenceChunk(inference.ImageFloats, (long)parameters.WeightFloats + contractionPlanner.ForwardKernelFloats),
            Chunk,
            contractions.Select(Scratch.Floats).DefaultIfEmpty(0).Max(),
            contractions.Select(contraction => contraction.WeightGradient).OfType<TiledWinogradGradient>()
                .Select(gradient => gradient.Winograd.RoundFloats).DefaultIfEmpty(0).Max(),
            parameters.NormalizationOffset,
            parameters.NormalizationFloats);
        return new Plan(declared, network, targets, affine, new(places), new(contractions), new(depthwise), parameters.Parameters, memory);
    }

    /// <summary>Images that one thread predicts together.</summary>
    private static int InferenceChunk(int imageFloats, long kernelFloats)
    {
        var floats = Math.Max(PredictionBytes / sizeof(float), WorkspaceOverKernels * kernelFloats);
        return (int)Math.Max(1, Math.Min(Chunk, floats / imageFloats));
    }
}
