using CnnGen.Data;

namespace CnnGen.Training;

/// <summary>
/// Makes batches: the order of an epoch, the images of a batch in it, their augmentation. A batch depends on the options, the epoch and its
/// number alone, not on when or on which thread it is made.
/// </summary>
internal sealed class BatchMaker
{
    private readonly ImageDataset _data;
    private readonly AugmentationChain _augmentations;
    private readonly MixingChain? _mixing;
    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly bool _shuffles;
    private int _epoch;

    /// <summary>Makes room for the order.</summary>
    /// <param name="data">The images; at least one.</param>
    /// <param name="batchSize">Images of a full batch, at least 1 and at most all.</param>
    /// <param name="options">Order, augmentations and seed.</param>
    /// <param name="mixing">Does all augmentations where some mix the images of a batch; null where none does.</param>
    public BatchMaker(ImageDataset data, int batchSize, FitOptions options, MixingChain? mixing = null)
    {
        (_data, _mixing) = (data, mixing);
        (_seed, _shuffles) = (options.Seed, options.Shuffle);
        _augmentations = new AugmentationChain(mixing is null ? options.Augmentation : [], data.Shape, options.Seed);
        BatchSize = batchSize;
        Batches = Batch.CountOf(data.Count, batchSize);
        _order = new int[data.Count];
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
    }

    /// <summary>Images of a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of an epoch; the last one takes what is left.</summary>
    public int Batches { get; }

    /// <summary>Room for a batch.</summary>
    public Batch NewBatch() => new(_data, BatchSize, _mixing?.TargetSize);

    /// <summary>Puts the images in the order of an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
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
        var (size, targetSize) = (_data.ImageSize, _data.TargetSize);
        var targets = _data.Targets;
        for (var i = 0; i < batch.Count; i++)
        {
            var image = _order[start + i];
            if (_data.TargetKind == TargetKind.Classes)
                targets.Classes.Slice(image * targetSize, targetSize).CopyTo(batch.Labels.Slice(i * targetSize, targetSize));
            else
                targets.Values.Slice(image * targetSize, targetSize).CopyTo(batch.Values.Slice(i * targetSize, targetSize));
            if (_data.HasBytes)
                _augmentations.Apply(_data.Bytes.Slice(image * size, size), batch.Bytes.Slice(i * size, size), _epoch, image);
            else
                _augmentations.Apply(_data.Floats.Slice(image * size, size), batch.Floats.Slice(i * size, size), _epoch, image);
        }

        _mixing?.Run(batch, _order.AsSpan(start, batch.Count), _epoch, number);
    }
}
