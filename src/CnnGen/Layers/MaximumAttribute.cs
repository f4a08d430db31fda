namespace CnnGen;

/// <summary>
/// Largest of layers, element by element. Keras' <c>Maximum</c>.
/// </summary>
/// <param name="others">Names of the layers that it is compared with: one or more, all above it; a layer may be named twice.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. Rows, columns and channels are each equal, or 1,
/// which counts for all of the others: (1, 1, C) for every pixel, (H, W, 1) for every channel. A vector is a map of one pixel. What else
/// does not fit is error CNN054. Where several are equal, the gradient goes to the first of them. A NaN wins.
/// </remarks>
public sealed class MaximumAttribute(params string[] others) : LayerAttribute
{
    /// <summary>Names of the other layers.</summary>
    public IReadOnlyList<string> Others { get; } = others;
}
