using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Gives images more or less contrast, Keras' <c>RandomContrast</c>: (x - mean) (1 + factor) + mean, with the mean of each channel over the
/// image, cut to the range of values.
/// </summary>
/// <param name="factor">-1 leaves nothing but the mean, 1 doubles the distance from it. Where Keras takes the pair (a, b), this is (-a,
/// b).</param>
public sealed class RandomContrast(FactorRange factor) : IAugmentation, IHasSettings
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
        var scale = 1 + factor.Draw(ref random);
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var mean = 0.0;
            for (var i = channel; i < image.Length; i += shape.Channels)
                mean += image[i];
            mean /= shape.Height * shape.Width;
            for (var i = channel; i < image.Length; i += shape.Channels)
                result[i] = range.Cut((float)((image[i] - mean) * scale + mean));
        }
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) => ValueRange.ProblemWith(images, nameof(RandomContrast));
}
