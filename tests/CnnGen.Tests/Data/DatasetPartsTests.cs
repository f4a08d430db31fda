using CnnGen.Data;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data;

public sealed class DatasetPartsTests
{
    [Fact]
    public void Take_and_skip_part_a_set_anywhere()
    {
        var set = Numbered(new int[5]);
        foreach (var count in new[] { 0, 2, 5 })
        {
            Assert.Equal(Enumerable.Range(0, count), Numbers(set.Take(count)));
            Assert.Equal(Enumerable.Range(count, 5 - count), Numbers(set.Skip(count)));
        }

        Assert.Equal((5, 0), (set.Take(int.MaxValue).Count, set.Skip(int.MaxValue).Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Take(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Skip(-1));
    }

    [Fact]
    public void Batches_are_slices_and_the_last_takes_what_is_left()
    {
        var set = Numbered(new int[7]);
        Assert.Equal([[0, 1, 2], [3, 4, 5], [6]], set.Batches(3).Select(Numbers));
        Assert.Equal([[0, 1, 2, 3, 4, 5, 6]], set.Batches(int.MaxValue).Select(Numbers));
        Assert.Empty(set.Take(0).Batches(3));
        Assert.True(set.Batches(3).Last().Bytes.Overlaps(set.Bytes));
        // At once, not where the first batch is asked for.
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Batches(0));
    }

    [Fact]
    public void A_subset_copies_images_with_their_targets()
    {
        byte[] bytes = [0, 1, 2, 3, 4, 5];
        float[] floats = [0, 1, 2, 3, 4, 5];
        var (labels, values) = (new[] { 7, 8, 9 }, new float[] { 1, 2, 3, 4, 5, 6 });
        foreach (var set in new ImageDataset[]
        {
            new(bytes, labels, 1, 2, 1), new(floats, labels, 1, 2, 1), new(bytes, values, 1, 2, 1), new(floats, values, 1, 2, 1),
        })
        {
            var subset = set.Subset(2, 0, 2);
            Assert.Equal((3, set.TargetKind, set.TargetSize, set.HasBytes),
                (subset.Count, subset.TargetKind, subset.TargetSize, subset.HasBytes));
            if (set.HasBytes)
                Assert.Equal([4, 5, 0, 1, 4, 5], subset.Bytes.ToArray());
            else
                Assert.Equal([4f, 5, 0, 1, 4, 5], subset.Floats.ToArray());
            if (set.TargetKind == TargetKind.Classes)
                Assert.Equal([9, 7, 9], subset.Labels.ToArray());
            else
                Assert.Equal([5f, 6, 1, 2, 5, 6], subset.Targets.Values.ToArray());
            Assert.Equal(0, set.Subset().Count);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => set.Subset(0, 3));
            Assert.Contains("The numbers of 3 images are 0 to 2, but one is 3.", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => set.Subset(-1));
        }
    }

    [Fact]
    public void Shuffling_keeps_every_image_with_its_label_and_follows_its_seed()
    {
        var set = Numbered([.. Enumerable.Range(0, 200)]);
        var shuffled = set.Shuffle(seed: 3);
        Assert.Equal(Numbers(shuffled), shuffled.Labels.ToArray());
        Assert.Equal(Enumerable.Range(0, 200), Numbers(shuffled).Order());
        Assert.NotEqual(Enumerable.Range(0, 200), Numbers(shuffled));
        Assert.Equal(Numbers(shuffled), Numbers(set.Shuffle(seed: 3)));
        Assert.NotEqual(Numbers(shuffled), Numbers(set.Shuffle(seed: 4)));
        // The same everywhere and for ever, or a split of yesterday lets its validation images into today's training.
        Assert.Equal("5 1 0 6 7 2 3 4", string.Join(" ", Numbers(set.Take(8).Shuffle(seed: 1))));
    }

    [Theory]
    [InlineData(10, 0.8, 8)]
    [InlineData(10, 0.25, 2)]
    [InlineData(10, 0.35, 4)]
    [InlineData(3, 0.5, 2)]
    [InlineData(2, 0.3, 1)]
    public void A_split_rounds_as_keras_does(int count, double share, int first)
    {
        var parts = Numbered(new int[count]).Split(share);
        Assert.Equal(Enumerable.Range(0, first), Numbers(parts.First));
        Assert.Equal(Enumerable.Range(first, count - first), Numbers(parts.Second));
    }

    [Fact]
    public void Shares_that_make_no_two_parts_are_refused()
    {
        var set = Numbered(new int[10]);
        foreach (var share in new[] { 0, 1, -0.5, 2, double.NaN })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => set.Split(share));
            Assert.Throws<ArgumentOutOfRangeException>(() => set.StratifiedSplit(share));
        }

        var error = Assert.Throws<ArgumentException>(() => set.Split(0.01));
        Assert.Contains("A share of 0.01 leaves 0 of 10 images in the first part and 10 in the second; both must have some.", error.Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.Take(0).Split(0.5));
    }

    [Fact]
    public void A_stratified_split_keeps_the_frequencies_of_classes()
    {
        // Sorted by class, with a class in between that has no image.
        int[] counts = [100, 50, 0, 31, 7];
        var set = Numbered([.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))]);
        var (first, second) = set.StratifiedSplit(0.8, seed: 5);
        // 0.8 of 188 are 150: 80 + 40 + 24.8 + 5.6.
        Assert.Equal([80, 40, 0, 25, 5], CountsOf(first, counts.Length));
        Assert.Equal([20, 10, 0, 6, 2], CountsOf(second, counts.Length));
        Assert.Equal(Enumerable.Range(0, 188), Numbers(first).Concat(Numbers(second)).Order());
        foreach (var part in new[] { first, second })
        {
            Assert.Equal(Numbers(part).Select(number => set.Labels[number]), part.Labels.ToArray());
            Assert.NotEqual(part.Labels.ToArray().Order(), part.Labels.ToArray());
        }

        Assert.Equal(Numbers(first), Numbers(set.StratifiedSplit(0.8, seed: 5).First));
        Assert.NotEqual(Numbers(first).Order(), Numbers(set.StratifiedSplit(0.8, seed: 6).First).Order());
    }

    [Fact]
    public void A_stratified_split_refuses_what_it_cannot_do()
    {
        var set = Numbered([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]);
        var error = Assert.Throws<ArgumentException>(() => set.StratifiedSplit(0.9));
        Assert.Contains("Class 3 has 1 images, of which a share of 0.9 takes 1; both parts need one: have 10 of each class,"
            + " take another share, or leave the class out.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[4], new float[4], 1, 1, 1).StratifiedSplit(0.5));
        Assert.Contains("needs one class for each image, but the targets are floats", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[4], new int[8], 1, 1, 1).StratifiedSplit(0.5));
        Assert.Contains("the targets are 2 classes", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Images of one pixel, which is their number.</summary>
    private static ImageDataset Numbered(int[] labels) =>
        new(Enumerable.Range(0, labels.Length).Select(i => (byte)i).ToArray(), labels, 1, 1, 1);

    private static int[] Numbers(ImageDataset set) => [.. set.Bytes.ToArray().Select(value => (int)value)];

    private static int[] CountsOf(ImageDataset set, int classes) =>
        [.. Enumerable.Range(0, classes).Select(label => set.Labels.ToArray().Count(other => other == label))];
}
