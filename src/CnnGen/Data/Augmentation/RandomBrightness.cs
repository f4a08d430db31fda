using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Makes images brighter or darker, Keras' <c>RandomBrightness</c>: adds one number to all values and cuts them to their range.
/// </summary>
/// <param name="factor">What is added, as a share of the range: 1 makes everything white, -1 everything black.</param>
public sealed class RandomBrightness(FactorRange factor) : IAugmentation, IHasSettings
{
    /// <summary>The values of the images; 0 to 255 when left out. Images of bytes have no other.</summary>
    public ValueRange ValueRange { get; init; } = ValueRange.Bytes;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(factor), $"{factor}");
        settings.Add(nameof(ValueRange), $"{ValueRange}");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        var range = ValueRange;
        var light = (float)(factor.Draw(ref random) * ((double)range.High - range.Low));
        for (var i = 0; i < image.Length; i++)
            result[i] = range.Cut(image[i] + light);
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) => ValueRange.ProblemWith(images, nameof(RandomBrightness));
}
