using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Parts of sources, as <see cref="DatasetParts"/> has them of data in memory. No image is read by them: a part reads from the source when
/// its images are wanted. And the way into memory.
/// </summary>
public static class SourceParts
{
    // Images that are read at a time on the way into memory.
    private const int BatchSize = 64;

    /// <summary>A run of images.</summary>
    /// <param name="source">The source.</param>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie inside the source.</exception>
    public static IImageSource Slice(this IImageSource source, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, source.Count - start);
        return source is ImageDataset set ? set.Slice(start, count) : new SourcePart(source, start, count);
    }

    /// <summary>Some of the images, in the order in which they are named; an image may be named several times.</summary>
    /// <param name="source">The source.</param>
    /// <param name="images">Their numbers, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of such a number; the message names it.</exception>
    public static IImageSource Subset(this IImageSource source, params ReadOnlySpan<int> images)
    {
        ArgumentNullException.ThrowIfNull(source);
        PartNumbers.Check(source, images);
        return new SourcePart(source, images.ToArray());
    }

    /// <summary>The first images: all of them where there are no more, as LINQ's <c>Take</c>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static IImageSource Take(this IImageSource source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return source.Slice(0, Math.Min(count, source.Count));
    }

    /// <summary>What <see cref="Take"/> leaves.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">How many images are passed over, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static IImageSource Skip(this IImageSource source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var start = Math.Min(count, source.Count);
        return source.Slice(start, source.Count - start);
    }

    /// <summary>All images in random order. Which one, the seed decides: the same on every machine, and as of data in memory.</summary>
    /// <param name="source">The source.</param>
    /// <param name="seed">Draws the order.</param>
    public static IImageSource Shuffle(this IImageSource source, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SourcePart(source, PartNumbers.RandomOrder(source.Count, seed));
    }

    /// <summary>Two parts: the first images and the others, as Keras' <c>split_dataset</c>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="share">
    /// Share of the first part, above 0 and below 1: it gets share x count images, rounded, halves to the even number, as in Keras.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A part would have no image.</exception>
    public static (IImageSource First, IImageSource Second) Split(this IImageSource source, double share)
    {
        ArgumentNullException.ThrowIfNull(source);
        var first = PartNumbers.CountOfFirst(source, share);
        return (source.Take(first), source.Skip(first));
    }

    /// <summary>
    /// Two parts that have the classes in the same proportions as the whole, both in random order, by the same rules as
    /// <see cref="DatasetParts.StratifiedSplit"/>.
    /// </summary>
    /// <param name="source">The source, with one class for each image in <see cref="IImageSource.Targets"/>.</param>
    /// <param name="share">Share of the first part, above 0 and below 1.</param>
    /// <param name="seed">Draws images and order: the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">
    /// The classes are not in <see cref="IImageSource.Targets"/>; the targets are floats, or several classes for each image; or a part
    /// would get no image of a class that there is.
    /// </exception>
    public static (IImageSource First, IImageSource Second) StratifiedSplit(this IImageSource source, double share, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (first, second) = PartNumbers.Stratified(source, share, seed);
        return (new SourcePart(source, first), new SourcePart(source, second));
    }

    /// <summary>The same images with a weight for each, as <see cref="ImageDataset.WithWeights"/>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="weights">A finite number for each image; empty for 1. It replaces weights that there were.</param>
    /// <exception cref="ArgumentException">There are more or fewer of them than images, or one is not finite.</exception>
    public static IImageSource WithWeights(this IImageSource source, ReadOnlyMemory<float> weights)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source is ImageDataset set)
            return set.WithWeights(weights);
        PartNumbers.CheckWeights(source.Count, weights.Span);
        return new AnnotatedSource(source, weights);
    }

    /// <summary>
    /// The same images with targets for a further output, as <see cref="ImageDataset.WithTargets(string, ReadOnlyMemory{int})"/>.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="classes">For each image a class, from 0; or one for each position of a map.</param>
    /// <exception cref="ArgumentException">The images have not as many classes each.</exception>
    public static IImageSource WithTargets(this IImageSource source, string output, ReadOnlyMemory<int> classes)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source is ImageDataset set
            ? set.WithTargets(output, classes)
            : new AnnotatedSource(source, new OutputTargets(output, classes, source.Count));
    }

    /// <summary>As for classes, with floats.</summary>
    /// <param name="source">The source.</param>
    /// <param name="output">The name of the output.</param>
    /// <param name="values">For each image a float for each value of the output.</param>
    /// <exception cref="ArgumentException">The images have not as many floats each.</exception>
    public static IImageSource WithTargets(this IImageSource source, string output, ReadOnlyMemory<float> values)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source is ImageDataset set
            ? set.WithTargets(output, values)
            : new AnnotatedSource(source, new OutputTargets(output, values, source.Count));
    }

    /// <summary>Reads all images into memory, on several threads; a source that is in memory is given back as it is.</summary>
    /// <param name="source">The source.</param>
    /// <param name="threads">Threads that read, at least 1; one for each processor, at most 8, when left out.</param>
    /// <exception cref="ArgumentException">
    /// The images have more values than an array can, or <see cref="IImageSource.Targets"/> are not those of all images.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">Threads are below 1.</exception>
    /// <exception cref="ImageReadException">An image cannot be read.</exception>
    public static ImageDataset ToDataset(this IImageSource source, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (threads is { } chosen)
            ArgumentOutOfRangeException.ThrowIfLessThan(chosen, 1, nameof(threads));
        if (source is ImageDataset set)
            return set;
        PartNumbers.CheckTargets(source, "source", nameof(source));
        var ((height, width, channels), hasClasses) = (source.Shape, source.TargetKind == TargetKind.Classes);
        var bytes = new byte[source.HasBytes ? Length(source, source.Shape.Size) : 0];
        var floats = new float[source.HasBytes ? 0 : Length(source, source.Shape.Size)];
        var labels = new int[hasClasses ? Length(source, source.TargetSize) : 0];
        var values = new float[hasClasses ? 0 : Length(source, source.TargetSize)];
        var plan = new BatchPlan(source, Math.Max(1, Math.Min(BatchSize, source.Count))) { Threads = threads };
        using var batches = BatchStream.Of(plan);
        batches.Begin(epochs: 1);
        for (var done = 0; done < source.Count;)
        {
            var batch = batches.Next();
            var (start, first) = (done * source.Shape.Size, done * source.TargetSize);
            batch.Bytes.CopyTo(bytes.AsSpan(batch.HasBytes ? start : 0));
            batch.Floats.CopyTo(floats.AsSpan(batch.HasBytes ? 0 : start));
            batch.Targets.Classes.CopyTo(labels.AsSpan(hasClasses ? first : 0));
            batch.Targets.Values.CopyTo(values.AsSpan(hasClasses ? 0 : first));
            done += batch.Count;
        }

        ImageDataset read = (source.HasBytes, hasClasses) switch
        {
            (true, true) => new(bytes, labels, height, width, channels),
            (true, false) => new(bytes, values, height, width, channels),
            (false, true) => new(floats, labels, height, width, channels),
            _ => new(floats, values, height, width, channels),
        };
        var (known, from) = (source.Targets.Further, source.Targets.FirstImage);
        var further = source.Count == 0 ? [] : Array.ConvertAll(known, each => each.Slice(from, source.Count));
        return read.WithWeights(source.Targets.Weights.ToArray()).WithOutputs(further);
    }

    private static int Length(IImageSource source, int size) => (long)source.Count * size is var length && length <= Array.MaxLength
        ? (int)length
        : throw new ArgumentException(
            $"{source.Count} images of {source.Shape} have {length} values, but {Array.MaxLength} are possible: read them as they are"
            + " wanted, or take fewer.",
            nameof(source));
}
