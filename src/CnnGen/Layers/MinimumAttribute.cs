namespace CnnGen;

/// <summary>
/// Smallest of layers, element by element. Keras' <c>Minimum</c>.
/// </summary>
/// <param name="others">Names of the layers that it is compared with: one or more, all above it; a layer may be named twice.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. All shapes are equal, or 1 x 1 maps and vectors of
/// as many channels, which count for every pixel of the others; else that is error CNN054. Where several are equal, the gradient goes to
/// the first of them. A NaN wins.
/// </remarks>
public sealed class MinimumAttribute(params string[] others) : LayerAttribute
{
    /// <summary>Names of the other layers.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
