using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Puts zeros around images and cuts them out again at a random place, whole pixels away: Keras' <c>ZeroPadding2D(padding)</c> and then
/// <c>RandomCrop</c> to the size they had. With a padding of 4 it is the usual recipe for CIFAR.
/// </summary>
public sealed class RandomCrop : IAugmentation, IHasSettings
{
    private readonly int _padding;

    /// <summary>A crop.</summary>
    /// <param name="padding">Rows and columns of zeros on each side, at least 1; below height and width of the images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The padding is below 1.</exception>
    public RandomCrop(int padding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(padding, 1);
        _padding = padding;
    }

    /// <inheritdoc/>
    bool IAugmentation.MovesPixels => true;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("padding", _padding);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        var (height, width, channels) = shape;
        var down = random.Below(2 * _padding + 1) - _padding;
        var right = random.Below(2 * _padding + 1) - _padding;
        var (first, end) = (Math.Clamp(right, 0, width), Math.Clamp(width + right, 0, width));
        result.Clear();
        for (var row = Math.Max(0, down); row < Math.Min(height, height + down); row++)
        {
            var source = image.Slice(((row - down) * width + first - right) * channels, (end - first) * channels);
            source.CopyTo(result[((row * width + first) * channels)..]);
        }
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) => (Math.Min(images.Shape.Height, images.Shape.Width) - 1) switch
    {
        0 => $"RandomCrop cannot be used on images of {images.Shape}: whatever its padding, it could cut out nothing else.",
        var most when _padding > most =>
            $"RandomCrop({_padding}) could cut out nothing but padding of images of {images.Shape}: at most {most} would fit.",
        _ => null,
    };
}
