namespace CnnGen;

/// <summary>
/// Layers behind each other: the channels of (H, W, C1), (H, W, C2) ... side by side in (H, W, C1 + C2 + ...), or the units of vectors.
/// Keras' <c>Concatenate</c> with its default axis.
/// </summary>
/// <param name="others">Names of the layers that follow: one or more, all above it; a layer may be named twice.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. Rows and columns of all of them are equal; else
/// that is error CNN054.
/// </remarks>
public sealed class ConcatenateAttribute(params string[] others) : LayerAttribute
{
    /// <summary>Names of the other layers.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
