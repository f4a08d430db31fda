using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>
/// An augmentation that moves the pixels of an image: the image is read again at other places, some of them outside of it.
/// </summary>
public abstract class GeometricAugmentation : IAugmentation, IHasSettings
{
    private readonly float _fillValue;

    private protected GeometricAugmentation()
    {
    }

    /// <inheritdoc/>
    bool IAugmentation.MovesPixels => true;

    /// <summary>What lies around the image; <see cref="FillMode.Reflect"/> when left out.</summary>
    public FillMode FillMode { get; init; } = FillMode.Reflect;

    /// <summary>The value around the image with <see cref="FillMode.Constant"/>; 0 when left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or NaN.</exception>
    public float FillValue
    {
        get => _fillValue;
        init => _fillValue = float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(FillValue), value, "FillValue must be finite.");
    }

    /// <summary>The value between pixels; <see cref="Interpolation.Bilinear"/> when left out.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <inheritdoc/>
    public virtual void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(FillMode), FillMode);
        settings.Add(nameof(FillValue), FillValue);
        settings.Add(nameof(Interpolation), Interpolation);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        new Resampler(image, shape, FillMode, FillValue).Run(DrawMap(shape, ref random), Interpolation, result);
    }

    private protected abstract AffineMap DrawMap(ImageShape shape, ref AugmentationRandom random);
}
