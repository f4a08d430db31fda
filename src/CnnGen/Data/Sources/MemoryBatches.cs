namespace CnnGen.Data;

/// <summary>Batches in the order of a data set in memory, read where they lie.</summary>
/// <param name="data">The data set.</param>
/// <param name="batchSize">Images of a full batch.</param>
internal sealed class MemoryBatches(ImageDataset data, int batchSize) : BatchStream
{
    private int _next;

    /// <inheritdoc/>
    public override void Begin(int epochs, int firstEpoch = 1, int firstBatch = 0) =>
        _next = firstBatch == Batch.CountOf(data.Count, batchSize) ? 0 : firstBatch * batchSize;

    /// <inheritdoc/>
    public override Batch Next()
    {
        var (start, count) = (_next, Math.Min(batchSize, data.Count - _next));
        _next = start + count == data.Count ? 0 : start + count;
        var targets = data.Targets.Slice(start * data.TargetSize, count * data.TargetSize);
        return data.HasBytes
            ? new(data.Bytes.Slice(start * data.ImageSize, count * data.ImageSize), targets, count)
            : new(data.Floats.Slice(start * data.ImageSize, count * data.ImageSize), targets, count);
    }

    /// <inheritdoc/>
    public override void End()
    {
    }
}
