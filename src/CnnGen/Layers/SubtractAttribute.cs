namespace CnnGen;

/// <summary>
/// Difference of two layers, element by element: y = x - other. Keras' <c>Subtract</c>.
/// </summary>
/// <param name="other">Name of the layer that is subtracted: one above it.</param>
/// <remarks>
/// It reads the layer before it (or the one of <see cref="LayerAttribute.From"/>) first. All shapes are equal, or 1 x 1 maps and vectors of
/// as many channels, which count for every pixel of the others; else that is error CNN054.
/// </remarks>
public sealed class SubtractAttribute(string other) : LayerAttribute
{
    /// <summary>Name of the other layer.</summary>
    public string Other { get; } = other;
}
