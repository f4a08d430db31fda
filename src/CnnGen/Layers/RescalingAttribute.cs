namespace CnnGen;

/// <summary>y = x * scale + offset for every element; the shape stays. Keras' <c>Rescaling</c>.</summary>
/// <param name="scale">Factor, for example 1.0 / 255.</param>
/// <param name="offset">Added after scaling; 0 when left out.</param>
/// <remarks>A network that begins with it takes images as bytes, too.</remarks>
public sealed class RescalingAttribute(double scale, double offset = 0) : LayerAttribute
{
    /// <summary>Factor.</summary>
    public double Scale { get; } = scale;

    /// <summary>Added after scaling.</summary>
    public double Offset { get; } = offset;
}
