namespace CnnGen;

/// <summary>
/// Product of layers, element by element: y = x * others. Keras' <c>Multiply</c>.
/// </summary>
/// <param name="others">Names of the layers that it is multiplied with: one or more, all above it; a layer may be named twice.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. Rows, columns and channels are each equal, or 1,
/// which counts for all of the others: (1, 1, C) for every pixel, (H, W, 1) for every channel. A vector is a map of one pixel. What else
/// does not fit is error CNN054.
/// </remarks>
public sealed class MultiplyAttribute(params string[] others) : LayerAttribute
{
    /// <summary>Names of the other layers.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
