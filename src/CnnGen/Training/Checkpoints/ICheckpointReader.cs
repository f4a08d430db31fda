using CnnGen.Formats;

namespace CnnGen.Training;

/// <summary>What compiled networks can do with a checkpoint that was read and checked already; others read the file again.</summary>
internal interface ICheckpointReader
{
    /// <summary>As <see cref="INetwork.LoadCheckpoint"/>.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="optimizer">The optimizer that the next step is taken with.</param>
    TrainingState LoadCheckpoint(SafetensorsFile file, Optimizer optimizer);
}
