namespace CnnGen.Data;

/// <summary>The batches of a data set, one after the other, epoch after epoch.</summary>
internal abstract class BatchStream : IDisposable
{
    /// <summary>Batches of a plan: read where they lie where nothing is to be done to them, else made ahead by threads.</summary>
    /// <param name="plan">The plan.</param>
    public static BatchStream Of(BatchPlan plan)
    {
        var isChanged = plan.Shuffles || plan.Augmentation.Count > 0 || plan.Mixing is not null;
        return plan.Data is ImageDataset data && !isChanged ? new MemoryBatches(data, plan.BatchSize) : new BatchFeeder(plan);
    }

    /// <summary>Begins; may be called again after <see cref="End"/>.</summary>
    /// <param name="epochs">The last epoch, from 1.</param>
    /// <param name="firstEpoch">The first epoch, from 1.</param>
    /// <param name="firstBatch">Its first batch, from 0; there may be none left of it.</param>
    public abstract void Begin(int epochs, int firstEpoch = 1, int firstBatch = 0);

    /// <summary>The next batch; it may be used until the one after it is asked for. Ask for no more than there are.</summary>
    public abstract Batch Next();

    /// <summary>Ends; no thread is left behind.</summary>
    public abstract void End();

    /// <inheritdoc/>
    public void Dispose() => End();
}
