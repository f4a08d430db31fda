using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Takes the colours out of some images, Keras' <c>RandomGrayscale</c>: all three channels become 0.2989 red + 0.5870 green + 0.1140 blue.
/// Images of one channel are grey already, and stay as they are.
/// </summary>
public sealed class RandomGrayscale : IAugmentation, IHasSettings
{
    private const float Red = 0.2989f;
    private const float Green = 0.5870f;
    private const float Blue = 0.1140f;

    private readonly double _factor;

    /// <summary>Makes images grey with a probability.</summary>
    /// <param name="factor">The probability, in [0, 1]; one half when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public RandomGrayscale(double factor = 0.5) => _factor = factor is >= 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The probability must be in [0, 1].");

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("factor", _factor);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape, or it has neither 3 channels nor 1.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        if (ProblemWith(shape) is { } problem)
            throw new ArgumentException(problem, nameof(shape));
        if (!random.Chance(_factor) || shape.Channels == 1)
        {
            image.CopyTo(result);
            return;
        }

        for (var i = 0; i < image.Length; i += ImageShape.Rgb)
        {
            var grey = Red * image[i] + Green * image[i + 1] + Blue * image[i + 2];
            result.Slice(i, ImageShape.Rgb).Fill(grey);
        }
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) => ProblemWith(images.Shape);

    private static string? ProblemWith(ImageShape shape) =>
        shape.Channels == 1 ? null : shape.ProblemWithColours(nameof(RandomGrayscale));
}
