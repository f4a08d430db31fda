namespace CnnGen;

/// <summary>
/// Difference of two layers, element by element: y = x - other. Keras' <c>Subtract</c>.
/// </summary>
/// <param name="other">Name of the layer that is subtracted: one above it.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. Rows, columns and channels are each equal, or 1,
/// which counts for all of the others: (1, 1, C) for every pixel, (H, W, 1) for every channel. A vector is a map of one pixel. What else
/// does not fit is error CNN054.
/// </remarks>
public sealed class SubtractAttribute(string other) : LayerAttribute
{
    /// <summary>Name of the other layer.</summary>
    public string Other { get; } = other;
}
