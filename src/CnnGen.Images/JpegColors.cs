namespace CnnGen.Images;

/// <summary>What the components of a JPEG picture are.</summary>
internal enum JpegColors
{
    /// <summary>Grey.</summary>
    Grey,

    /// <summary>Luminance and two differences of colour.</summary>
    YCbCr,

    /// <summary>Red, green and blue.</summary>
    Rgb,

    /// <summary>Inverted cyan, magenta, yellow and black.</summary>
    Cmyk,

    /// <summary>Cyan, magenta and yellow as luminance and differences of colour, and black.</summary>
    Ycck,
}
