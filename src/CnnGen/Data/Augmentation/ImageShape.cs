namespace CnnGen.Data;

/// <summary>The shape of an image, whose values lie row by row, channels last.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Values of a pixel.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Channels of red, green and blue.</summary>
    internal const int Rgb = 3;

    /// <summary>Values of an image.</summary>
    /// <exception cref="OverflowException">They are more than an array can have.</exception>
    public int Size => checked(Height * Width * Channels);

    /// <summary>Throws unless there is one image of this shape, and room for one.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    internal void CheckLengths(ReadOnlySpan<float> image, ReadOnlySpan<float> result)
    {
        if (image.Length != Size)
            throw new ArgumentException($"An image of {this} has {Size} values, but {image.Length} came.", nameof(image));
        if (result.Length != Size)
            throw new ArgumentException($"An image of {this} has {Size} values, but there is room for {result.Length}.", nameof(result));
    }

    /// <summary>The sentence for images that have no red, green and blue; null where they have.</summary>
    internal string? ProblemWithColours(string augmentation) => Channels == Rgb
        ? null
        : $"{augmentation} takes images of {Rgb} channels, red, green and blue, but these are {this}: leave it out.";

    /// <summary>Such as <c>28 x 28 x 1</c>.</summary>
    public override string ToString() => $"{Height} x {Width} x {Channels}";
}
