using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>
/// Puts batches together: the order of an epoch, and the images of a batch in it. A batch depends on the options, the epoch and its number
/// alone, not on when or on which thread it is made.
/// </summary>
internal sealed class BatchMaker
{
    private readonly ImageDataset _data;
    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly bool _shuffles;

    /// <summary>Makes room for the order.</summary>
    /// <param name="data">The images; at least one.</param>
    /// <param name="batchSize">Images of a full batch, at least 1 and at most all.</param>
    /// <param name="options">Order and seed.</param>
    public BatchMaker(ImageDataset data, int batchSize, FitOptions options)
    {
        _data = data;
        (_seed, _shuffles) = (options.Seed, options.Shuffle);
        BatchSize = batchSize;
        Batches = (data.Count + batchSize - 1) / batchSize;
        _order = new int[data.Count];
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
    }

    /// <summary>Images of a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of an epoch; the last one takes what is left.</summary>
    public int Batches { get; }

    /// <summary>Room for a batch.</summary>
    public Batch NewBatch() => new(_data, BatchSize);

    /// <summary>Puts the images in the order of an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public void BeginEpoch(int epoch)
    {
        if (_shuffles)
            Shuffling.Fill(_order, _seed, epoch);
    }

    /// <summary>Fills in a batch of the epoch that was begun last.</summary>
    /// <param name="batch">Room for it.</param>
    /// <param name="number">Its number, from 0.</param>
    public void Fill(Batch batch, int number)
    {
        var start = number * BatchSize;
        batch.Count = Math.Min(BatchSize, _data.Count - start);
        var images = _order.AsSpan(start, batch.Count);
        for (var i = 0; i < images.Length; i++)
            batch.Labels[i] = _data.Labels[images[i]];
        if (_data.HasBytes)
            Gather(_data.Bytes, images, batch.Bytes);
        else
            Gather(_data.Floats, images, batch.Floats);
    }

    private void Gather<T>(ReadOnlySpan<T> data, ReadOnlySpan<int> images, Span<T> batch)
    {
        var size = _data.ImageSize;
        for (var i = 0; i < images.Length; i++)
            data.Slice(images[i] * size, size).CopyTo(batch[(i * size)..]);
    }
}
