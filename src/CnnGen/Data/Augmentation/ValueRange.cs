using System.Globalization;

namespace CnnGen.Data;

/// <summary>The values that pixels can have. Results are cut to it; a pair stands for one: <c>ValueRange = (0, 1)</c>.</summary>
public readonly record struct ValueRange
{
    /// <summary>Pixels from 0 to 255, Keras' default.</summary>
    public static readonly ValueRange Bytes = new(0, 255);

    /// <summary>A range.</summary>
    /// <param name="low">Black.</param>
    /// <param name="high">White.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end is infinite or NaN, or white is not above black.</exception>
    public ValueRange(float low, float high)
    {
        if (!float.IsFinite(low))
            throw new ArgumentOutOfRangeException(nameof(low), low, "A range of values must be finite.");
        if (!(float.IsFinite(high) && high > low))
        {
            throw new ArgumentOutOfRangeException(
                nameof(high), high, "A range of values must be finite, and its high end above its low one.");
        }

        (Low, High) = (low, high);
    }

    /// <summary>Black.</summary>
    public float Low { get; }

    /// <summary>White.</summary>
    public float High { get; }

    /// <summary>From the first to the second.</summary>
    /// <param name="ends">Low and high end.</param>
    public static implicit operator ValueRange((float Low, float High) ends) => new(ends.Low, ends.High);

    /// <summary>Such as <c>0 to 255</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Low} to {High}");

    internal float Cut(float value) => Math.Clamp(value, Low, High);

    /// <summary>A value as a share of the range: 0 is black, 1 white.</summary>
    internal float ToShare(float value) => (value - Low) / (High - Low);

    /// <summary>The value of a share, cut to the range.</summary>
    internal float FromShare(float share) => Cut(share * (High - Low) + Low);

    /// <summary>The sentence for images of bytes that are said to have other values.</summary>
    internal string? ProblemWith(IImageSource images, string augmentation) => images.HasBytes && this != Bytes
        ? $"{augmentation} takes pixels from {this}, but the images are bytes, from {Bytes}: leave ValueRange out."
        : null;
}
