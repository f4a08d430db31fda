namespace CnnGen;

/// <summary>y = x, and negativeSlope * x below 0, for every element; the shape stays. Keras' <c>LeakyReLU</c>.</summary>
/// <param name="negativeSlope">The slope below 0, at least 0; 0.3 when left out.</param>
/// <remarks>NaN gives NaN and lets a gradient pass. At 0 the derivative is <paramref name="negativeSlope"/>.</remarks>
public class LeakyReluAttribute(double negativeSlope = 0.3) : LayerAttribute
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = negativeSlope;
}

/// <summary>Keras' name of <see cref="LeakyReluAttribute"/>; the same layer.</summary>
/// <param name="negativeSlope">The slope below 0, at least 0; 0.3 when left out.</param>
public sealed class LeakyReLUAttribute(double negativeSlope = 0.3) : LeakyReluAttribute(negativeSlope);
