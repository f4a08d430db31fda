using CnnGen.Data;
using CnnGen.Training;

namespace CnnGen.Benchmarks;

/// <summary>Makes one batch after the other as <c>Fit</c> does: 10,000 images of 28 x 28 bytes in a new order each epoch.</summary>
internal sealed class BatchSource
{
    private const int Images = 10_000;
    private const int Side = 28;

    private readonly BatchMaker _maker;
    private readonly Batch _batch;
    private int _epoch;
    private int _number;

    /// <summary>Draws the images and begins the first epoch.</summary>
    /// <param name="augmentations">What they go through.</param>
    public BatchSource(IReadOnlyList<IAugmentation> augmentations)
    {
        var pixels = new byte[Images * Side * Side];
        new Random(42).NextBytes(pixels);
        var data = new ImageDataset(pixels, new int[Images], Side, Side, 1);
        _maker = new BatchMaker(data, Subject.BatchSize, new FitOptions { Augmentation = augmentations });
        _batch = _maker.NewBatch();
    }

    /// <summary>Makes a batch; the first one of an epoch has the shuffling on it.</summary>
    public void MakeBatch()
    {
        if (_number == 0)
            _maker.BeginEpoch(++_epoch);
        _maker.Fill(_batch, _number);
        _number = (_number + 1) % _maker.Batches;
    }
}
