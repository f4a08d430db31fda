using CnnGen.Data;

namespace CnnGen.Benchmarks;

/// <summary>Makes one batch after the other as <c>Fit</c> does: 10,000 images of 28 x 28 bytes in a new order each epoch.</summary>
internal sealed class BatchSource
{
    private const int Images = 10_000;
    private const int Side = 28;

    private readonly BatchFeeder _feeder;

    /// <summary>Draws the images and begins the first epoch.</summary>
    /// <param name="augmentations">What they go through.</param>
    public BatchSource(IReadOnlyList<IAugmentation> augmentations)
    {
        var pixels = new byte[Images * Side * Side];
        new Random(42).NextBytes(pixels);
        var data = new ImageDataset(pixels, new int[Images], Side, Side, 1);
        _feeder = new BatchFeeder(new BatchPlan(data, Subject.BatchSize) { Shuffles = true, Augmentation = augmentations });
        _feeder.Begin(int.MaxValue);
    }

    /// <summary>Takes a batch, which a thread of its own makes; shuffling is on it, too.</summary>
    public void MakeBatch() => _feeder.Next();
}
