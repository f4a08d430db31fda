namespace CnnGen.Images;

/// <summary>What pictures are brought to; Keras' <c>color_mode</c>.</summary>
public enum ColorMode
{
    /// <summary>Three channels: red, green, blue. Grey pictures have all three alike; alpha is dropped.</summary>
    Rgb,

    /// <summary>One channel, as <see cref="ByteImage.ToGrey"/> computes it; alpha is dropped.</summary>
    Grayscale,
}
