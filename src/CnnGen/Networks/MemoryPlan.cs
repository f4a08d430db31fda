namespace CnnGen;

/// <summary>Extents of a network's arenas, in floats unless said otherwise; fixed at build time.</summary>
/// <param name="TrainableFloats">Trainable parameters with their padding; gradients and each optimizer slot have the same extent.</param>
/// <param name="WeightFloats">Trainable parameters, then state.</param>
/// <param name="TransposedFloats">Transposed kernels that input gradients read.</param>
/// <param name="InferenceImageFloats">Workspace of one image in prediction.</param>
/// <param name="TrainingImageFloats">Workspace of one image in training.</param>
/// <param name="InferenceChunk">Images that one thread predicts at a time.</param>
/// <param name="TrainingChunk">Images that one work item takes forward and backward.</param>
public sealed record MemoryPlan(
    int TrainableFloats,
    int WeightFloats,
    int TransposedFloats,
    int InferenceImageFloats,
    int TrainingImageFloats,
    int InferenceChunk,
    int TrainingChunk)
{
    /// <summary>Bytes of workspace for prediction with the given number of threads.</summary>
    /// <param name="threads">Threads.</param>
    public long InferenceBytes(int threads) => sizeof(float) * (long)InferenceImageFloats * InferenceChunk * threads;

    /// <summary>Bytes of workspace for training with the given batch size, without gradients and optimizer slots.</summary>
    /// <param name="batchSize">Images per step.</param>
    public long TrainingBytes(int batchSize) => sizeof(float) * ((long)TrainingImageFloats * batchSize + TransposedFloats);
}
