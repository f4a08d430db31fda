using CnnGen.Data;

namespace DenoiserSample;

/// <summary>
/// Adds noise to pictures, of a normal distribution and cut to black and white: an augmentation of one's own. A training image is another
/// one in each epoch, and its target stays as it is.
/// </summary>
/// <param name="deviation">The standard deviation, as a share of the distance from black to white.</param>
internal sealed class AddedNoise(double deviation) : IAugmentation
{
    private const int Terms = 12;
    private const double White = 255;

    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        for (var i = 0; i < image.Length; i++)
        {
            // Twelve even numbers add up to nearly a normal one, of variance 1; with additions alone it is the same on every machine.
            double sum = -Terms / 2;
            for (var k = 0; k < Terms; k++)
                sum += random.Uniform(0, 1);
            result[i] = (float)Math.Clamp(image[i] + White * deviation * sum, 0, White);
        }
    }

    /// <summary>Pictures with noise that is the same each time, to judge a network by.</summary>
    /// <param name="images">The pictures, as bytes, with floats for targets.</param>
    public ImageDataset Over(ImageDataset images)
    {
        var noisy = new byte[images.Bytes.Length];
        for (var i = 0; i < images.Count; i++)
            Over(images.Bytes.Slice(i * images.ImageSize, images.ImageSize), images.Shape, i, noisy.AsSpan(i * images.ImageSize));
        return new ImageDataset(noisy, images.Targets.Values.ToArray(), images.Height, images.Width, images.Channels);
    }

    /// <summary>A picture with noise.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="number">Which noise.</param>
    /// <param name="noisy">Room for the result.</param>
    public void Over(ReadOnlySpan<byte> image, ImageShape shape, int number, Span<byte> noisy)
    {
        var (values, changed) = (new float[image.Length], new float[image.Length]);
        for (var i = 0; i < image.Length; i++)
            values[i] = image[i];
        // No epoch of a training is number 0.
        var random = new AugmentationRandom(seed: 0, epoch: 0, number, augmentation: 0);
        Apply(values, changed, shape, ref random);
        for (var i = 0; i < image.Length; i++)
            noisy[i] = (byte)MathF.Round(changed[i]);
    }
}
