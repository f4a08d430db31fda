namespace CnnGen;

/// <summary>
/// y = MaxValue from there on, x from Threshold up to there, and NegativeSlope * (x - Threshold) below, for every element; the shape stays.
/// Keras' <c>ReLU</c>.
/// </summary>
/// <remarks>
/// NaN gives NaN and lets a gradient pass. Where y is 0, the derivative is <see cref="NegativeSlope"/>, where it is
/// <see cref="MaxValue"/>, 0.
/// </remarks>
public class ReluAttribute : LayerAttribute
{
    /// <summary>The most it gives, at least 0; without a bound when left out.</summary>
    public double MaxValue { get; init; } = double.PositiveInfinity;

    /// <summary>The slope below <see cref="Threshold"/>, at least 0; 0 when left out.</summary>
    public double NegativeSlope { get; init; }

    /// <summary>Where it bends, at least 0; 0 when left out.</summary>
    public double Threshold { get; init; }
}

/// <summary>Keras' name of <see cref="ReluAttribute"/>; the same layer.</summary>
public sealed class ReLUAttribute : ReluAttribute;
