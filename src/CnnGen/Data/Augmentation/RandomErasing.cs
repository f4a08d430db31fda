using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// Covers a rectangle of an image, as Keras' <c>RandomErasing</c>, which is also known as cutout. Its sides are drawn apart from each
/// other, each the root of a number in <see cref="Scale"/> times that of the image, and it lies anywhere inside.
/// </summary>
/// <remarks>
/// Two differences: Keras draws the probability itself between 0 and a single factor, so that it erases half as often; and its noise is
/// normally distributed and cut to the range, so that half of it is black.
/// </remarks>
public sealed class RandomErasing : IAugmentation, IHasSettings
{
    private readonly double _factor;
    private readonly FactorRange _scale = (0.02, 0.33);
    private readonly float? _fillValue;

    /// <summary>Erases with a probability.</summary>
    /// <param name="factor">The probability, in [0, 1]; always when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public RandomErasing(double factor = 1) => _factor = factor is >= 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The probability must be in [0, 1].");

    /// <summary>
    /// What the sides come from: the share of the image that a square would cover; 0.02 to 0.33 when left out, inside [0, 1].
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Its lower end is negative.</exception>
    public FactorRange Scale
    {
        get => _scale;
        init => _scale = value.Lower >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Scale), value.Lower, "The share that is covered must be in [0, 1].");
    }

    /// <summary>
    /// What covers the rectangle, cut to <see cref="ValueRange"/>; noise, every value of the range as likely, when null or left out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a number.</exception>
    public float? FillValue
    {
        get => _fillValue;
        init => _fillValue = value is not float.NaN
            ? value
            : throw new ArgumentOutOfRangeException(nameof(FillValue), value, "Expected a number, or null for noise.");
    }

    /// <summary>The values of the images; 0 to 255 when left out. Images of bytes have no other.</summary>
    public ValueRange ValueRange { get; init; } = ValueRange.Bytes;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add("factor", _factor);
        settings.Add(nameof(Scale), $"{Scale}");
        settings.Add(nameof(FillValue), FillValue);
        settings.Add(nameof(ValueRange), $"{ValueRange}");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        image.CopyTo(result);
        if (!random.Chance(_factor))
            return;
        var columns = PixelRun.Draw(Math.Sqrt(Scale.Draw(ref random)), shape.Width, ref random);
        var rows = PixelRun.Draw(Math.Sqrt(Scale.Draw(ref random)), shape.Height, ref random);
        for (var row = rows.First; row < rows.End; row++)
        {
            var start = (row * shape.Width + columns.First) * shape.Channels;
            foreach (ref var value in result.Slice(start, columns.Length * shape.Channels))
                value = ValueRange.Cut(FillValue ?? (float)random.Uniform(ValueRange.Low, ValueRange.High));
        }
    }

    /// <inheritdoc/>
    public string? ProblemWith(IImageSource images) => ValueRange.ProblemWith(images, nameof(RandomErasing));
}
