namespace CnnGen;

/// <summary>
/// Declares a network and the shape of one input image: height x width x channels, float32, channels last.
/// The class must be partial; the generator gives it <c>Predict</c>, <c>Fit</c>, <c>Evaluate</c> and the rest of <see cref="INetwork"/>.
/// </summary>
/// <param name="height">Rows, at least 1.</param>
/// <param name="width">Columns, at least 1.</param>
/// <param name="channels">Channels (1 grey, 3 colour), at least 1.</param>
public sealed class InputAttribute(int height, int width, int channels) : LayerAttribute
{
    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Channels.</summary>
    public int Channels { get; } = channels;
}
