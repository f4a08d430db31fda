using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>An augmentation of the colours of an image as hue, saturation and value; for images of red, green and blue.</summary>
public abstract class HsvAugmentation : IAugmentation, IHasSettings
{
    private protected HsvAugmentation()
    {
    }

    /// <summary>The values of the images; 0 to 255 when left out. Images of bytes have no other.</summary>
    public ValueRange ValueRange { get; init; } = ValueRange.Bytes;

    /// <inheritdoc/>
    public virtual void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(ValueRange), $"{ValueRange}");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape, or it has not 3 channels.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        if (shape.ProblemWithColours(GetType().Name) is { } problem)
            throw new ArgumentException(problem, nameof(shape));
        var range = ValueRange;
        var change = DrawChange(ref random);
        for (var i = 0; i < image.Length; i += ImageShape.Rgb)
        {
            var colour = Hsv.FromRgb(range.ToShare(image[i]), range.ToShare(image[i + 1]), range.ToShare(image[i + 2]));
            var (red, green, blue) = Changed(colour, change).ToRgb();
            (result[i], result[i + 1], result[i + 2]) = (range.FromShare(red), range.FromShare(green), range.FromShare(blue));
        }
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) =>
        images.Shape.ProblemWithColours(GetType().Name) ?? ValueRange.ProblemWith(images, GetType().Name);

    private protected abstract HsvChange DrawChange(ref AugmentationRandom random);

    private static Hsv Changed(Hsv colour, HsvChange change)
    {
        var hue = colour.Hue + change.HueShift;
        return colour with
        {
            Hue = hue > 1 ? hue - 1 : hue < 0 ? hue + 1 : hue,
            Saturation = Math.Clamp(colour.Saturation * change.SaturationScale, 0, 1),
        };
    }
}
