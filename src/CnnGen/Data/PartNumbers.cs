using CnnGen.Formats;
using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>Which images the parts of a data set have, and how many; for data in memory and for sources.</summary>
internal static class PartNumbers
{
    /// <summary>Throws unless there are all images that are named.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="images">Their numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of such a number.</exception>
    public static void Check(IImageSource set, ReadOnlySpan<int> images)
    {
        foreach (var image in images)
        {
            if (image < 0 || image >= set.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(images), image, $"The numbers of {set.Count} images are 0 to {set.Count - 1}, but one is {image}.");
            }
        }
    }

    /// <summary>Throws unless there is a finite weight for each image, or none.</summary>
    /// <param name="count">Images.</param>
    /// <param name="weights">The weights.</param>
    /// <exception cref="ArgumentException">There is not.</exception>
    public static void CheckWeights(int count, ReadOnlySpan<float> weights)
    {
        if (weights.Length != 0 && weights.Length != count)
            throw new ArgumentException($"{count} images need as many weights, but {weights.Length} came.", nameof(weights));
        if (FiniteValues.IndexOfOther(weights) is >= 0 and var image)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The weight of image {image} is {weights[image]}, but must be a finite number."),
                nameof(weights));
        }
    }

    /// <summary>Throws unless what a source says of its targets is of all its images, or nothing.</summary>
    /// <param name="source">The source.</param>
    /// <param name="set">What messages call it, such as "training set".</param>
    /// <param name="parameter">The caller's parameter that brought it.</param>
    /// <exception cref="ArgumentException">It is of more or fewer, or of the other kind; or a weight is not finite.</exception>
    public static void CheckTargets(IImageSource source, string set, string parameter)
    {
        var targets = source.Targets;
        var wanted = (long)source.Count * source.TargetSize;
        if (targets.Length != 0 && (targets.Length != wanted || targets.Kind != source.TargetKind))
        {
            var (expected, other) = source.TargetKind == TargetKind.Classes ? ("classes", "floats") : ("floats", "classes");
            var actual = targets.Kind == source.TargetKind ? expected : other;
            throw new ArgumentException(
                $"{source.Count} images of the {set} need {wanted} {expected} for targets ({source.TargetSize} each), but"
                + $" {nameof(IImageSource.Targets)} has {targets.Length} {actual}: give all of them there, or none.",
                parameter);
        }

        CheckWeights(source.Count, targets.Weights);
        targets.CheckFurther(source.Count, set, parameter);
    }

    /// <summary>What some images have of <paramref name="all"/>, copied, in the order in which they are named.</summary>
    /// <param name="all">What all images have, one after the other.</param>
    /// <param name="size">How much each has.</param>
    /// <param name="images">Numbers of images, which exist.</param>
    /// <exception cref="ArgumentException">They have more values than an array can.</exception>
    public static T[] Picked<T>(ReadOnlySpan<T> all, int size, ReadOnlySpan<int> images)
    {
        if ((long)images.Length * size > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{images.Length} images have {(long)images.Length * size} values; {Array.MaxLength} are possible.", nameof(images));
        }

        var picked = new T[images.Length * size];
        for (var i = 0; i < images.Length; i++)
            all.Slice(images[i] * size, size).CopyTo(picked.AsSpan(i * size));
        return picked;
    }

    /// <summary>All numbers in random order.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="seed">Draws the order.</param>
    public static int[] RandomOrder(int count, ulong seed)
    {
        var order = new int[count];
        Shuffling.Fill(order, seed, Shuffling.NoEpoch);
        return order;
    }

    /// <summary>Images of the first part, share x count, rounded, halves to the even number.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="share">Share of the first part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">A part would have no image.</exception>
    public static int CountOfFirst(IImageSource set, double share)
    {
        // Not a number fails, too.
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share above 0 and below 1.");
        var first = (int)Math.Round(share * set.Count, MidpointRounding.ToEven);
        return first > 0 && first < set.Count
            ? first
            : throw new ArgumentException(
                FormattableString.Invariant($"A share of {share} leaves {first} of {set.Count} images in the first part and")
                + $" {set.Count - first} in the second; both must have some.",
                nameof(set));
    }

    /// <summary>Two parts, each in random order, that have the classes in the same proportions as the whole.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="share">Share of the first part.</param>
    /// <param name="seed">Draws images and order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">
    /// There is not one class for each image, in memory; or a part would get no image of a class that there is.
    /// </exception>
    public static (int[] First, int[] Second) Stratified(IImageSource set, double share, ulong seed)
    {
        if (set.TargetKind != TargetKind.Classes || set.TargetSize != 1)
        {
            var actual = set.TargetKind == TargetKind.Classes ? $"{set.TargetSize} classes" : "floats";
            throw new ArgumentException(
                $"A stratified split needs one class for each image, but the targets are {actual}: take Split, after Shuffle.",
                nameof(set));
        }

        if (set.Targets.Length != set.Count)
        {
            throw new ArgumentException(
                $"A stratified split needs the classes of all {set.Count} images at once, but the source has {set.Targets.Length} in"
                + $" {nameof(IImageSource.Targets)}: let it give them there, or take Split, after Shuffle.",
                nameof(set));
        }

        var labels = set.Targets.Classes;
        var left = CountsOfFirst(set, share);
        var (first, second) = (new List<int>(), new List<int>());
        foreach (var image in RandomOrder(set.Count, seed))
            (left[labels[image]]-- > 0 ? first : second).Add(image);
        return ([.. first], [.. second]);
    }

    /// <summary>Images of the first part by class: the method of largest remainders.</summary>
    private static SortedDictionary<int, int> CountsOfFirst(IImageSource set, double share)
    {
        var left = CountOfFirst(set, share);
        // Decimal, so that remainders that are equal on paper are equal here.
        var exactShare = (decimal)share;
        var counts = new SortedDictionary<int, int>();
        foreach (var label in set.Targets.Classes)
            counts[label] = counts.GetValueOrDefault(label) + 1;
        var firsts = new SortedDictionary<int, int>();
        foreach (var (label, count) in counts)
            left -= firsts[label] = (int)(exactShare * count);
        // Stable: of equal remainders the lower class comes first.
        foreach (var label in counts.Keys.OrderByDescending(label => exactShare * counts[label] - firsts[label]).Take(left))
            firsts[label]++;
        foreach (var (label, count) in counts)
        {
            if (firsts[label] == 0 || firsts[label] == count)
            {
                var enough = Math.Ceiling(1 / Math.Max(Math.Min(exactShare, 1 - exactShare), 1e-9m));
                throw new ArgumentException(FormattableString.Invariant(
                    $"Class {label} has {count} images, of which a share of {share} takes {firsts[label]}; both parts need one:")
                    + $" have {enough} of each class, take another share, or leave the class out.",
                    nameof(set));
            }
        }

        return firsts;
    }
}
