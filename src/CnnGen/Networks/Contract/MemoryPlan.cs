using CnnGen.Runtime;

namespace CnnGen;

/// <summary>Extents of a network's arenas, in floats unless said otherwise; fixed at build time.</summary>
/// <param name="TrainableFloats">Trainable parameters with their padding; gradients and each optimizer slot have the same extent.</param>
/// <param name="WeightFloats">Trainable parameters, then frozen ones and state.</param>
/// <param name="ForwardKernelFloats">Kernels transformed for the forward direction.</param>
/// <param name="BackwardKernelFloats">Kernels transposed, or transposed and transformed, for the input gradients.</param>
/// <param name="InferenceImageFloats">Workspace of one image in prediction.</param>
/// <param name="TrainingImageFloats">Workspace of one image in training.</param>
/// <param name="InferenceChunk">Images that one thread predicts at a time, at most.</param>
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
    /// <summary>What is put together of a whole batch between the segments of a training pass.</summary>
    public int BatchFloats { get; init; }

    /// <summary>
    /// Bytes for prediction with the given number of threads, without the weights themselves, however many images a call brings.
    /// </summary>
    /// <param name="threads">Threads.</param>
    public long InferenceBytes(int threads) => BytesWith((long)InferenceChunk * threads, threads);

    /// <summary>
    /// The same for calls with so many images at most. A network takes what its largest call so far needs; less, and works on fewer images
    /// at once, where the machine has not got that much free.
    /// </summary>
    /// <param name="threads">Threads.</param>
    /// <param name="images">Images of the largest call.</param>
    public long InferenceBytes(int threads, int images) =>
        BytesWith(ImagesAtOnce(images, threads, ChunkOf(images, threads, InferenceChunk)), threads);

    /// <summary>Bytes for training, without weights, gradients and optimizer slots.</summary>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="threads">Threads.</param>
    public long TrainingBytes(int batchSize, int threads) =>
        sizeof(float) * ((long)TrainingImageFloats * batchSize + ForwardKernelFloats + BackwardKernelFloats + RoundFloats + BatchFloats
            + (long)ScratchFloats * threads);

    /// <summary>Images per work item: all threads get some, none more than a chunk at a time, and about as many each time.</summary>
    /// <param name="images">Images of the call, at least 0.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="most">The plan's chunk.</param>
    internal static int ChunkOf(int images, int threads, int most)
    {
        var ofThread = Math.Max(1, ItemsOf(images, threads));
        return ItemsOf(ofThread, ItemsOf(ofThread, most));
    }

    /// <summary>Work items of a call.</summary>
    /// <param name="images">Images of the call, at least 0.</param>
    /// <param name="chunk">Images per work item.</param>
    internal static int ItemsOf(int images, int chunk) => (int)(((long)images + chunk - 1) / chunk);

    /// <summary>
    /// Images that have a workspace at the same time: those of all work items where these are few, else of one for each thread.
    /// </summary>
    /// <param name="images">Images of the call, at least 0.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="chunk">Images per work item.</param>
    internal static long ImagesAtOnce(int images, int threads, int chunk) => (long)chunk * Math.Min(ItemsOf(images, chunk), threads);

    private long BytesWith(long images, int threads) =>
        sizeof(float) * (ForwardKernelFloats + InferenceImageFloats * images + (long)ScratchFloats * threads);
}
