namespace CnnGen;

/// <summary>
/// In training, sets each element to zero with probability <paramref name="rate"/> and divides the others by 1 - rate (inverted dropout);
/// does nothing in prediction. Keras' <c>Dropout</c>.
/// </summary>
/// <param name="rate">Probability of zero, in [0, 1).</param>
/// <remarks>
/// The mask is a function of seed, step, layer, image and element (Philox), so it does not depend on threads or instruction set.
/// </remarks>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability of zero.</summary>
    public double Rate { get; } = rate;
}
