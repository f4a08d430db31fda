namespace CnnGen.Data;

/// <summary>
/// Changes training images at random, so that a network never sees the same image twice; for
/// <see cref="Training.FitOptions.Augmentation"/>.
/// </summary>
/// <remarks>
/// One object serves all images and keeps nothing from one to the next: whatever is random comes from the random numbers that it is given.
/// Then a result depends on seed, epoch, image and place among the augmentations alone, whatever the batches and threads are.
/// </remarks>
public interface IAugmentation
{
    /// <summary>
    /// Changes one image. Images of bytes come as floats from 0 to 255, and are rounded to bytes again after the last augmentation. Several
    /// threads ask at a time, each for another image, where there are several that read (<see cref="Training.FitOptions.ReadThreads"/>).
    /// </summary>
    /// <param name="image">The image: <see cref="ImageShape.Size"/> values, row by row, channels last.</param>
    /// <param name="result">Room for as many values, all of which are to be written; apart from <paramref name="image"/>.</param>
    /// <param name="shape">The shape of both.</param>
    /// <param name="random">The random numbers of this image in this epoch.</param>
    void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random);

    /// <summary>
    /// Whether pixels come to lie elsewhere; false unless overridden. Where targets are maps, which stay as they are, such an augmentation
    /// is refused.
    /// </summary>
    bool MovesPixels => false;

    /// <summary>
    /// What keeps the images of a data set from being augmented, as a sentence; null when nothing does. Asked before training begins.
    /// </summary>
    /// <param name="images">The training images.</param>
    string? ProblemWith(IImageSource images) => null;
}
