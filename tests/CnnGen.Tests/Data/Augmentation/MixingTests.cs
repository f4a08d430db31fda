using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CnnGen.Data;
using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Images of a batch that are mixed with each other, and their targets, against a plain reference in double precision.</summary>
public sealed class MixingTests
{
    private const int Count = 11;
    private const ulong Seed = 9;
    private const int Epoch = 2;
    private static readonly ImageShape Shape = new(5, 7, 3);

    /// <summary>What targets are, and whether images are bytes.</summary>
    public static TheoryData<string, bool> Targets =>
        new() { { "classes", true }, { "classes", false }, { "floats", false }, { "maps", false }, { "classes of maps", true } };

    [Theory]
    [MemberData(nameof(Targets))]
    public void MixUpAgreesWithTheReference(string targets, bool bytes) => Agrees([new MixUp(0.7)], targets, bytes);

    [Theory]
    [MemberData(nameof(Targets))]
    public void CutMixAgreesWithTheReference(string targets, bool bytes) => Agrees([new CutMix(1)], targets, bytes);

    [Theory]
    [MemberData(nameof(Targets))]
    public void EveryOrderAgreesWithTheReference(string targets, bool bytes) => Agrees(
        [new RandomFlip(), new CutMix((0.5, 1)), new RandomContrast(0.5), new MixUp(), new RandomErasing(0.5), new MixUp(2)],
        targets,
        bytes);

    [Fact]
    public void EachImageIsThePartnerOfOne()
    {
        // Each image has a class of its own: what is not its own in its target is that of its partner.
        var data = Data("classes", bytes: true);
        var maker = Maker([new MixUp(1)], data, "classes", batchSize: 8, shuffle: true);
        int[] selves = [0, 0];
        for (var epoch = 1; epoch <= 400; epoch++)
        {
            maker.BeginEpoch(epoch);
            var batch = maker.NewBatch();
            for (var number = 0; number < maker.Batches; number++)
            {
                maker.Fill(batch, number);
                var targets = batch.Values.ToArray().Chunk(Count).ToArray();
                var classes = batch.Labels.ToArray();
                var partners = targets.Select((target, i) => Partner(target, classes[i])).ToArray();
                Assert.Equal(classes.Order(), partners.Order());
                Assert.All(targets, target => Assert.Equal(1, target.Sum(), 1e-6));
                selves[number] += partners.Zip(classes).Count(pair => pair.First == pair.Second);
            }
        }

        // One of a batch is expected to meet itself, whatever its size, with a standard deviation of one: 400 and 20 in all.
        Assert.All(selves, count => Assert.InRange(count, 310, 490));

        static int Partner(float[] target, int own) =>
            Enumerable.Range(0, Count).Where(each => each != own && target[each] > 0).SingleOrDefault(own);
    }

    [Fact]
    public void HowMuchIsMixedDoesNotDependOnTheBatch()
    {
        // An image of a class of its own keeps the share of its weight, unless it met itself; of CutMix its own pixels are where they were.
        var data = Data("classes", bytes: false);
        foreach (var mixing in new MixingAugmentation[] { new MixUp(), new CutMix() })
        {
            var shares = new[] { 3, 4, 11 }.Select(batchSize => Shares(batchSize)).ToArray();
            for (var image = 0; image < Count; image++)
            {
                var found = shares.Select(each => each[image]).Where(share => share != 1).Distinct().ToArray();
                Assert.InRange(found.Length, 0, 1);
            }

            float[] Shares(int batchSize)
            {
                var maker = Maker([mixing], data, "classes", batchSize, shuffle: true);
                var shares = new float[Count];
                maker.BeginEpoch(Epoch);
                var batch = maker.NewBatch();
                for (var number = 0; number < maker.Batches; number++)
                {
                    maker.Fill(batch, number);
                    for (var i = 0; i < batch.Images.Length; i++)
                        shares[batch.Labels[i]] = batch.Values[i * Count + batch.Labels[i]];
                }

                return shares;
            }
        }
    }

    [Fact]
    public void ABatchDependsOnItsNumberAndEpochAlone()
    {
        var data = Data("classes", bytes: true);
        IAugmentation[] all = [new RandomFlip(), new MixUp(), new CutMix()];
        var fresh = Filled(Maker(all, data, "classes", 4, shuffle: true), 2, [1]);
        Assert.Equal(fresh, Filled(Maker(all, data, "classes", 4, shuffle: true), 2, [0, 1, 2, 1]));
        Assert.NotEqual(fresh, Filled(Maker(all, data, "classes", 4, shuffle: true), 3, [1]));

        static string Filled(RoomFiller maker, int epoch, int[] numbers)
        {
            var batch = maker.NewBatch();
            maker.BeginEpoch(epoch);
            foreach (var number in numbers)
                maker.Fill(batch, number);
            return $"{string.Join(' ', batch.Bytes.ToArray())} {string.Join(' ', batch.Values.ToArray())}";
        }
    }

    [Fact]
    public void TheBitsAreThoseOfEveryMachine()
    {
        // Another hash means that trainings of earlier versions cannot be repeated.
        IAugmentation[] all = [new RandomGrayscale(), new RandomHue(1), new RandomSaturation(1), new CutMix(), new MixUp(), new MixUp(2)];
        var maker = Maker(all, Data("classes", bytes: false), "classes", batchSize: 4, shuffle: true);
        var batch = maker.NewBatch();
        var values = new List<float>();
        maker.BeginEpoch(1);
        for (var number = 0; number < maker.Batches; number++)
        {
            maker.Fill(batch, number);
            values.AddRange(batch.Floats);
            values.AddRange(batch.Values);
        }

        var hash = SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
        Assert.Equal("22d4c80872697c54", Convert.ToHexStringLower(hash)[..16]);
    }

    [Fact]
    public void CutMixHasTheSharesOfItsDistribution()
    {
        // Of Beta(1, 1) every share is as likely: a mean of one half, of 2,000 with a standard deviation of 0.0065.
        var weights = new double[2000];
        var target = new float[1];
        var image = new float[Shape.Size];
        var result = new float[Shape.Size];
        for (var i = 0; i < weights.Length; i++)
        {
            var numbers = new AugmentationRandom(Seed, 1, i, 0);
            Array.Fill(result, -1);
            new CutMix((1, 1)).Mix(
                new Mixture(image, Augmented.Noise(Shape), result, Shape), Shape, new Mixture([1], [0], target, null), ref numbers);
            weights[i] = target[0];
        }

        Assert.InRange(weights.Average(), 0.47, 0.53);
        Assert.InRange(weights.Min(), 0, 0.01);
        Assert.InRange(weights.Max(), 0.99, 1);
    }

    [Fact]
    public void AnImageAloneStaysAsItIs()
    {
        var image = Augmented.Noise(Shape);
        foreach (var mixing in new IAugmentation[] { new MixUp(1), new CutMix() })
            Assert.Equal(image, Augmented.Image(mixing, image, Shape));
        var data = Data("classes", bytes: true);
        var maker = Maker([new MixUp(1), new CutMix()], data, "classes", batchSize: 1, shuffle: false);
        var batch = maker.NewBatch();
        maker.BeginEpoch(1);
        maker.Fill(batch, 4);
        Assert.Equal(data.Bytes.Slice(4 * Shape.Size, Shape.Size).ToArray(), batch.Bytes.ToArray());
        Assert.Equal(1, batch.Values[4], 1e-6);
    }

    private static void Agrees(IAugmentation[] augmentations, string targets, bool bytes)
    {
        const int batchSize = 4;
        var data = Data(targets, bytes);
        var maker = Maker(augmentations, data, targets, batchSize, shuffle: true);
        int[] order = new int[Count];
        Shuffling.Fill(order, Seed, Epoch);
        maker.BeginEpoch(Epoch);
        var batch = maker.NewBatch();
        for (var number = 0; number < maker.Batches; number++)
        {
            maker.Fill(batch, number);
            var images = order.Skip(number * batchSize).Take(batchSize).ToArray();
            var (expected, expectedTargets) = Reference(augmentations, data, targets, images, number);
            Assert.Equal(expected.Length, bytes ? batch.Bytes.Length : batch.Floats.Length);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], bytes ? batch.Bytes[i] : batch.Floats[i], bytes ? 0.5001 : 1e-3);
            Assert.Equal(TargetKind.Values, batch.Batch.Targets.Kind);
            Assert.Equal(expectedTargets.Length, batch.Batch.Targets.Length);
            for (var i = 0; i < expectedTargets.Length; i++)
                Assert.Equal(expectedTargets[i], batch.Batch.Targets.Values[i], 1e-5);
        }
    }

    private static (double[] Images, double[] Targets) Reference(
        IAugmentation[] augmentations, ImageDataset data, string kind, int[] indices, int number)
    {
        var images = indices.Select(image => data.HasBytes
            ? data.Bytes.Slice(image * Shape.Size, Shape.Size).ToArray().Select(value => (double)value).ToArray()
            : data.Floats.Slice(image * Shape.Size, Shape.Size).ToArray().Select(value => (double)value).ToArray()).ToArray();
        var targets = indices.Select(image => TargetOf(data, image)).ToArray();
        for (var place = 0; place < augmentations.Length; place++)
        {
            int[] partners = new int[indices.Length];
            Shuffling.Fill(partners, new PhiloxCounter(0, (uint)number, Epoch, 0xFFFC0000u | (uint)place), Seed);
            var (before, beforeTargets) = (images, targets);
            images = [.. before.Select(image => image.ToArray())];
            targets = [.. beforeTargets.Select(target => target.ToArray())];
            for (var i = 0; i < indices.Length; i++)
            {
                var random = new AugmentationRandom(Seed, Epoch, indices[i], place);
                var (other, otherTarget) = (before[partners[i]], beforeTargets[partners[i]]);
                if (augmentations[place] is MixUp)
                {
                    // The alphas that tests use, by their place.
                    var weight = random.Beta(augmentations.Length == 1 ? 0.7 : place == 3 ? 0.2 : 2);
                    Blend(images[i], other, weight);
                    Blend(targets[i], otherTarget, weight);
                }
                else if (augmentations[place] is CutMix)
                {
                    var weight = random.Beta(random.Uniform(augmentations.Length == 1 ? 0 : 0.5, 1) + 1e-6);
                    var side = Math.Sqrt(1 - weight);
                    var x0 = random.Uniform(0, 1) * (Shape.Width - side * Shape.Width);
                    var y0 = random.Uniform(0, 1) * (Shape.Height - side * Shape.Height);
                    Paste(images[i], other, Shape.Channels);
                    if (kind.Contains("maps"))
                        Paste(targets[i], otherTarget, targets[i].Length / (Shape.Height * Shape.Width));
                    else
                        Blend(targets[i], otherTarget, weight);

                    void Paste(double[] into, double[] from, int channels)
                    {
                        for (var k = 0; k < into.Length; k++)
                        {
                            var (x, y) = (k / channels % Shape.Width, k / channels / Shape.Width);
                            if (x >= x0 && x < x0 + side * Shape.Width && y >= y0 && y < y0 + side * Shape.Height)
                                into[k] = from[k];
                        }
                    }
                }
                else
                {
                    var result = new float[Shape.Size];
                    augmentations[place].Apply(before[i].Select(value => (float)value).ToArray(), result, Shape, ref random);
                    images[i] = [.. result.Select(value => (double)value)];
                }
            }
        }

        return ([.. images.SelectMany(image => image)], [.. targets.SelectMany(target => target)]);
    }

    private static void Blend(double[] into, double[] from, double weight)
    {
        for (var k = 0; k < into.Length; k++)
            into[k] = weight * into[k] + (1 - weight) * from[k];
    }

    /// <summary>The target of an image as floats.</summary>
    private static double[] TargetOf(ImageDataset data, int image)
    {
        var own = data.Slice(image, 1);
        return own.TargetKind == TargetKind.Values
            ? [.. own.Targets.Values.ToArray().Select(value => (double)value)]
            : [.. own.Labels.ToArray().SelectMany(label => Enumerable.Range(0, Count).Select(each => each == label ? 1.0 : 0))];
    }

    private static RoomFiller Maker(IAugmentation[] augmentations, ImageDataset data, string targets, int batchSize, bool shuffle)
    {
        int[] outputs = targets.Contains("maps")
            ? [Shape.Height, Shape.Width, targets == "maps" ? 2 : Count]
            : [targets == "floats" ? 6 : Count];
        var memory = new MemoryPlan(0, 0, 0, 0, 0, 0, 1, 1, 0, 0, []);
        var network = new NetworkInfo("Mixed", [Shape.Height, Shape.Width, Shape.Channels], outputs, [], [], memory, true, null);
        var options = new FitOptions { Augmentation = augmentations, Seed = Seed, Shuffle = shuffle };
        return new RoomFiller(new BatchPlan(data, batchSize)
        {
            Seed = Seed,
            Shuffles = shuffle,
            Mixing = new MixingChain(options, data.Shape, network, batchSize),
        });
    }

    private static ImageDataset Data(string targets, bool bytes)
    {
        var (height, width, channels) = Shape;
        var values = Augmented.Noise(new ImageShape(Count, Shape.Size, 1));
        if (targets is "floats" or "maps")
        {
            var size = targets == "maps" ? height * width * 2 : 6;
            var floats = Augmented.Noise(new ImageShape(Count, size, 1), seed: 2).Select(value => value / 255).ToArray();
            return new ImageDataset(values, floats, height, width, channels);
        }

        int[] labels = targets == "classes"
            ? [.. Enumerable.Range(0, Count)]
            : [.. Enumerable.Range(0, Count * height * width).Select(i => i * 37 % Count)];
        return bytes
            ? new ImageDataset(values.Select(value => (byte)value).ToArray(), labels, height, width, channels)
            : new ImageDataset(values, labels, height, width, channels);
    }

    /// <summary>Fills rooms on this thread, in any order, as threads do it in that of the batches.</summary>
    private sealed class RoomFiller(BatchPlan plan)
    {
        private readonly ImageMaker _maker = new(plan);
        private readonly int[] _order = [.. Enumerable.Range(0, plan.Data.Count)];
        private int _epoch;

        public int Batches => plan.Batches;

        public BatchRoom NewBatch() => new(plan);

        public void BeginEpoch(int epoch)
        {
            _epoch = epoch;
            if (plan.Shuffles)
                Shuffling.Fill(_order, plan.Seed, epoch);
        }

        public void Fill(BatchRoom room, int number)
        {
            var images = _order.Skip(number * plan.BatchSize).Take(plan.BatchSize).ToArray();
            room.Begin(images.Length, _epoch, number);
            foreach (var image in images)
            {
                Assert.False(room.AwaitsMixing);
                var place = room.Give(image);
                _maker.Make(image, _epoch, room, place);
                room.Finish(place, error: null);
            }

            Assert.True(room.AwaitsMixing && !room.IsDone);
            plan.Mixing!.Run(room);
            room.FinishMixing(error: null);
            Assert.True(room.IsDone);
        }
    }
}
