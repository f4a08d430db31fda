using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>What compiled networks do with a batch that is cut into shards; others cannot.</summary>
internal interface IShardedTraining
{
    /// <summary>What dropout and noise draw by.</summary>
    ulong Seed { get; }

    /// <summary>
    /// As <see cref="INetwork.TrainBatch(ReadOnlySpan{float}, Targets, Loss, Optimizer, ReadOnlySpan{Metric})"/>, with the gradients of
    /// each shard computed apart, and added in their <see cref="ShardTree"/>.
    /// </summary>
    /// <param name="batch">The batch; of its images those of this process are read.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="metrics">What is told of the outputs of all images.</param>
    /// <param name="plan">The shards.</param>
    BatchResult TrainShards(Batch batch, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics, ShardPlan plan);
}
