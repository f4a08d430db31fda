namespace CnnGen;

/// <summary>
/// Dropout behind <see cref="Activation.Selu"/>, whose mean 0 and variance 1 it keeps; does nothing in prediction. Keras'
/// <c>AlphaDropout</c>.
/// </summary>
/// <param name="rate">Probability of being dropped, in [0, 1).</param>
/// <remarks>
/// In training y = a * x + b, and a * p + b for each element that is dropped, with p = -1.7580993 (the limit of selu on the left),
/// a = 1 / sqrt((1 - rate) * (1 + rate * p^2)) and b = -a * p * rate. The mask is that of <see cref="DropoutAttribute"/> in its place.
/// </remarks>
public sealed class AlphaDropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability of being dropped.</summary>
    public double Rate { get; } = rate;
}
