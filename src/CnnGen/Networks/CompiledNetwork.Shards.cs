using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <content>What trains on batches that are cut into shards.</content>
public abstract unsafe partial class CompiledNetwork : IShardedTraining
{
    /// <inheritdoc/>
    ulong IShardedTraining.Seed => Weights.Seed;

    /// <inheritdoc/>
    BatchResult IShardedTraining.TrainShards(
        Batch batch, Loss loss, Optimizer optimizer, ReadOnlySpan<Metric> metrics, ShardPlan plan)
    {
        using var use = Gate.Enter();
        fixed (float* floats = batch.Floats)
        fixed (byte* bytes = batch.Bytes)
        {
            var call = new NetworkPass { Count = batch.Count, Floats = floats, Bytes = bytes };
            return Train(in call, batch.Targets, loss, optimizer, metrics, plan);
        }
    }
}
