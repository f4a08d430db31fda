using CnnGen.Runtime;

namespace CnnGen;

/// <summary>Extents of a network's arenas, in floats unless said otherwise; fixed at build time.</summary>
/// <param name="TrainableFloats">Trainable parameters with their padding; gradients and each optimizer slot have the same extent.</param>
/// <param name="WeightFloats">Trainable parameters, then state.</param>
/// <param name="ForwardKernelFloats">Kernels transformed for the forward direction.</param>
/// <param name="BackwardKernelFloats">Kernels transposed, or transposed and transformed, for the input gradients.</param>
/// <param name="InferenceImageFloats">Workspace of one image in prediction.</param>
/// <param name="TrainingImageFloats">Workspace of one image in training.</param>
/// <param name="InferenceChunk">Images that one thread predicts at a time.</param>
/// <param name="TrainingChunk">Images that one work item takes forward and backward.</param>
/// <param name="ScratchFloats">Room that each thread needs while it computes a layer.</param>
/// <param name="RoundFloats">Room that all threads share for a round of a weight gradient.</param>
/// <param name="GradientRounds">The weight gradients that are computed in rounds.</param>
public sealed record MemoryPlan(
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
    IReadOnlyList<GradientRounds> GradientRounds)
{
    /// <summary>Bytes for prediction with the given number of threads, without the weights themselves.</summary>
    /// <param name="threads">Threads.</param>
    public long InferenceBytes(int threads) =>
        sizeof(float) * (ForwardKernelFloats + ((long)InferenceImageFloats * InferenceChunk + ScratchFloats) * threads);

    /// <summary>Bytes for training, without weights, gradients and optimizer slots.</summary>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="threads">Threads.</param>
    public long TrainingBytes(int batchSize, int threads) =>
        sizeof(float) * ((long)TrainingImageFloats * batchSize + ForwardKernelFloats + BackwardKernelFloats + RoundFloats + (long)ScratchFloats * threads);
}
