using CnnGen.Training;

namespace CnnGen.Data;

/// <summary>In which directions images are flipped; Keras' <c>mode</c>.</summary>
public enum FlipMode
{
    /// <summary>Both, independently of each other.</summary>
    HorizontalAndVertical,

    /// <summary>Left and right change places.</summary>
    Horizontal,

    /// <summary>Top and bottom change places.</summary>
    Vertical,
}

/// <summary>Flips every other image at random, Keras' <c>RandomFlip</c>: with a probability of one half in each direction.</summary>
/// <param name="mode">The directions; both when left out.</param>
public sealed class RandomFlip(FlipMode mode = FlipMode.HorizontalAndVertical) : IAugmentation, IHasSettings
{
    /// <inheritdoc/>
    bool IAugmentation.MovesPixels => true;

    /// <inheritdoc/>
    public void AddSettings(SettingList settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Add(nameof(mode), mode);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, ImageShape shape, ref AugmentationRandom random)
    {
        shape.CheckLengths(image, result);
        var horizontal = mode != FlipMode.Vertical && random.Chance(0.5);
        var vertical = mode != FlipMode.Horizontal && random.Chance(0.5);
        var (height, width, channels) = shape;
        for (var row = 0; row < height; row++)
        {
            var source = image.Slice((vertical ? height - 1 - row : row) * width * channels, width * channels);
            var target = result.Slice(row * width * channels, width * channels);
            if (horizontal)
            {
                for (var column = 0; column < width; column++)
                    source.Slice((width - 1 - column) * channels, channels).CopyTo(target[(column * channels)..]);
            }
            else
            {
                source.CopyTo(target);
            }
        }
    }
}
