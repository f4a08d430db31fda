using CnnGen.Generator.Graph;
using CnnGen.Generator.Graph.Layers;

namespace CnnGen.Generator.Planning;

/// <summary>Every decision about a network; the emitter only writes it down.</summary>
/// <param name="Declared">The network as declared.</param>
/// <param name="Network">The network that is computed: see <see cref="Lowering"/>.</param>
/// <param name="Targets">The instruction sets to emit, best first.</param>
/// <param name="Affine">The rescaling and normalization layers that happen while an image is loaded; they have no value of their
/// own.</param>
/// <param name="Values">The output of each layer of <paramref name="Network"/>, and its gradient.</param>
/// <param name="Contractions">The layers with kernels over all channels, in order.</param>
/// <param name="Depthwise">The layers with kernels over single channels, in order.</param>
/// <param name="Parameters">Where weights and state lie.</param>
/// <param name="Memory">Extents of the arenas.</param>
internal sealed record Plan(
    Network Declared,
    Network Network,
    EquatableArray<Target> Targets,
    EquatableArray<Layer> Affine,
    EquatableArray<Value> Values,
    EquatableArray<Contraction> Contractions,
    EquatableArray<DepthwiseConvolution> Depthwise,
    EquatableArray<PlannedParameter> Parameters,
    MemoryFigures Memory)
{
    /// <summary>Whether the network ends in softmax, so that cross-entropy can be fused with it.</summary>
    public bool EndsInSoftmax => Network.Output is Activation { Function: ActivationFunction.Softmax };

    public Contraction? ContractionOf(int layer) => Contractions.FirstOrDefault(contraction => contraction.Layer == layer);

    public DepthwiseConvolution? DepthwiseOf(int layer) => Depthwise.FirstOrDefault(depthwise => depthwise.Layer == layer);
}

/// <summary>Where a layer's output and its gradient lie in an image's workspace, in prediction and in training.</summary>
internal sealed record Value(Place Inference, Place Training, Place? Gradient);

/// <summary>A tensor at an offset of an image's workspace.</summary>
/// <param name="Tensor">Its layout.</param>
/// <param name="Offset">Floats from the start of the image's workspace.</param>
/// <param name="IsAlias">Whether it is the very buffer of the layer's input (or output), which makes the layer free.</param>
/// <param name="ClearBorder">Whether others use the space too, so that the border must be zeroed each time.</param>
internal sealed record Place(Tensor Tensor, int Offset, bool IsAlias, bool ClearBorder);

/// <summary>A parameter and its place among the weights.</summary>
internal sealed record PlannedParameter(string Name, ParameterShape Shape, int Offset, int Lanes);

/// <summary>Extents in floats; see the library's <c>MemoryPlan</c>.</summary>
/// <param name="NormalizationOffset">Where the scale and then the shift of the normalization lie among the weights; null without
/// one.</param>
/// <param name="NormalizationFloats">Floats of the scale, and of the shift.</param>
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
    int RoundFloats,
    int? NormalizationOffset,
    int NormalizationFloats);
