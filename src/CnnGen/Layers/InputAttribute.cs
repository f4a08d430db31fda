namespace CnnGen;

/// <summary>
/// Declares a network and the shape of one input, float32, channels last: an image of height x width x channels, or a sequence of length x
/// channels, which is a map of one row. The class must be partial; the generator gives it <c>Predict</c>, <c>Fit</c>, <c>Evaluate</c> and
/// the rest of <see cref="INetwork"/>.
/// </summary>
public sealed class InputAttribute : LayerAttribute
{
    /// <summary>An image.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="channels">Channels (1 grey, 3 colour), at least 1.</param>
    public InputAttribute(int height, int width, int channels) => (Height, Width, Channels) = (height, width, channels);

    /// <summary>A sequence.</summary>
    /// <param name="length">Steps, at least 1.</param>
    /// <param name="channels">Values of a step, at least 1.</param>
    public InputAttribute(int length, int channels) => (Height, Width, Channels) = (1, length, channels);

    /// <summary>Rows; 1 of a sequence.</summary>
    public int Height { get; }

    /// <summary>Columns; the steps of a sequence.</summary>
    public int Width { get; }

    /// <summary>Channels.</summary>
    public int Channels { get; }
}
