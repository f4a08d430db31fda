namespace CnnGen.Data;

/// <summary>
/// An augmentation that mixes each image with another one of its batch, and its target with that one's: so targets become floats. A class
/// becomes a probability for each of the network's classes, first 1 for itself and 0 for all others.
/// </summary>
/// <remarks>
/// Which image it is mixed with is drawn for each batch: all of its images in another order, each order as likely, so that one may meet
/// itself, as in Keras. Seed, epoch, the number of the batch in the epoch and the place among the augmentations decide it, and so
/// <see cref="Training.FitOptions.BatchSize"/> does; how much is mixed does not depend on the batch.
/// </remarks>
public abstract class MixingAugmentation : IAugmentation
{
    private protected MixingAugmentation()
    {
    }

    /// <summary>Copies the image: one alone has no other to be mixed with, as in Keras.</summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        image.CopyTo(result);
    }

    /// <summary>Mixes an image and its target with another one.</summary>
    /// <param name="images">The two images.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="random">The random numbers of this image in this epoch.</param>
    internal abstract void Mix(in Mixture images, ImageShape shape, in Mixture targets, ref AugmentationRandom random);

    /// <summary>The shape of targets that are maps of the images' size; null where they are not.</summary>
    /// <param name="network">The network, which says what targets are.</param>
    internal static ImageShape? MapOf(NetworkInfo network)
    {
        ImageShape? map = network.OutputShape switch
        {
            [var height, var width, var channels] => new(height, width, channels),
            [var steps, var channels] => new(1, steps, channels),
            _ => null,
        };
        return map is { } found && found.Height == network.InputShape[0] && found.Width == network.InputShape[1] ? map : null;
    }

    /// <summary>What keeps the targets from being mixed, as a sentence; null when nothing does.</summary>
    /// <param name="network">The network, which says what targets are.</param>
    internal virtual string? ProblemWith(NetworkInfo network) => null;
}
