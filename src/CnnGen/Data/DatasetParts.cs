namespace CnnGen.Data;

/// <summary>Parts of data sets: the first images, two parts for training and validation, batches; and another order.</summary>
public static class DatasetParts
{
    /// <summary>The first images, without copying: all of them where there are no more, as LINQ's <c>Take</c>.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ImageDataset Take(this ImageDataset set, int count)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return set.Slice(0, Math.Min(count, set.Count));
    }

    /// <summary>What <see cref="Take"/> leaves, without copying.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="count">How many images are passed over, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ImageDataset Skip(this ImageDataset set, int count)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var start = Math.Min(count, set.Count);
        return set.Slice(start, set.Count - start);
    }

    /// <summary>
    /// Consecutive runs of images, without copying; the last one takes what is left. They are what <c>Predict</c> or <c>TrainBatch</c> take
    /// one by one.
    /// </summary>
    /// <param name="set">The data set.</param>
    /// <param name="batchSize">Images of a full batch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public static IEnumerable<ImageDataset> Batches(this ImageDataset set, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Runs(set, batchSize);
    }

    /// <summary>All images in random order, copied. Which one, the seed decides: the same on every machine.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="seed">Draws the order.</param>
    public static ImageDataset Shuffle(this ImageDataset set, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Subset(PartNumbers.RandomOrder(set.Count, seed));
    }

    /// <summary>
    /// Two parts, without copying: the first images and the others, as Keras' <c>split_dataset</c>. Images that are sorted by class want
    /// <see cref="Shuffle"/> before it, or <see cref="StratifiedSplit"/>.
    /// </summary>
    /// <param name="set">The data set.</param>
    /// <param name="share">
    /// Share of the first part, above 0 and below 1: it gets share x count images, rounded, halves to the even number, as in Keras.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A part would have no image.</exception>
    public static (ImageDataset First, ImageDataset Second) Split(this ImageDataset set, double share)
    {
        ArgumentNullException.ThrowIfNull(set);
        var first = PartNumbers.CountOfFirst(set, share);
        return (set.Take(first), set.Skip(first));
    }

    /// <summary>
    /// Two parts that have the classes in the same proportions as the whole, as scikit-learn's <c>train_test_split</c> with
    /// <c>stratify</c>. Both are copies, in random order.
    /// </summary>
    /// <param name="set">The data set, with one class for each image.</param>
    /// <param name="share">
    /// Share of the first part, above 0 and below 1. It gets as many images as with <see cref="Split"/>; of each class share x count,
    /// rounded down or up so that this is the sum (up where the remainders are largest, and of equal ones for the lower classes).
    /// </param>
    /// <param name="seed">Draws images and order: the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">
    /// The targets are floats, or several classes for each image; or a part would get no image of a class that there is.
    /// </exception>
    public static (ImageDataset First, ImageDataset Second) StratifiedSplit(this ImageDataset set, double share, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(set);
        var (first, second) = PartNumbers.Stratified(set, share, seed);
        return (set.Subset(first), set.Subset(second));
    }

    private static IEnumerable<ImageDataset> Runs(ImageDataset set, int batchSize)
    {
        for (var start = 0; start < set.Count; start += Math.Min(batchSize, set.Count - start))
            yield return set.Slice(start, Math.Min(batchSize, set.Count - start));
    }
}
