using CnnGen.Data;
using Xunit;

namespace CnnGen.Tests.Data.Augmentation;

/// <summary>Images for the tests of augmentations, and what these make of them.</summary>
internal static class Augmented
{
    private const float Sentinel = -12345.5f;

    /// <summary>Bright noise.</summary>
    public static float[] Noise(ImageShape shape, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, shape.Size).Select(_ => (float)(255 * random.NextDouble()))];
    }

    /// <summary>An augmented image, after a look at what lies beside the room for it.</summary>
    public static float[] Image(IAugmentation augmentation, float[] image, ImageShape shape, int index = 0, ulong seed = 7)
    {
        const int beside = 5;
        var before = image.ToArray();
        float[] room = new float[shape.Size + 2 * beside];
        Array.Fill(room, Sentinel);
        var random = new AugmentationRandom(seed, epoch: 1, index, augmentation: 0);
        augmentation.Apply(image, room.AsSpan(beside, shape.Size), shape, ref random);
        Assert.Equal(before, image);
        Assert.All(room.Take(beside).Concat(room.TakeLast(beside)), value => Assert.Equal(Sentinel, value));
        var result = room[beside..^beside];
        Assert.DoesNotContain(Sentinel, result);
        return result;
    }
}
