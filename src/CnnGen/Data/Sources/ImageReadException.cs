namespace CnnGen.Data;

/// <summary>An image of a source could not be read; the inner exception says why.</summary>
public sealed class ImageReadException : Exception
{
    /// <summary>An image that could not be read.</summary>
    /// <param name="image">Its number, from 0.</param>
    /// <param name="set">What it belongs to, such as "training set".</param>
    /// <param name="cause">What <see cref="IImageSource.Read"/> threw.</param>
    public ImageReadException(int image, string set, Exception cause)
        : base($"Image {image} of the {set} could not be read: {cause?.Message}", cause) => Image = image;

    /// <summary>The image's number, from 0.</summary>
    public int Image { get; }
}
