namespace CnnGen;

/// <summary>
/// In training, sets whole channels of an image to zero, each with probability <paramref name="rate"/>, and divides the others by 1 - rate;
/// does nothing in prediction. Its input is a feature map. Keras' <c>SpatialDropout2D</c>.
/// </summary>
/// <param name="rate">Probability of zero, in [0, 1).</param>
/// <remarks>
/// The mask is a function of seed, step, layer, image and channel (Philox), so it does not depend on threads or instruction set.
/// </remarks>
public sealed class SpatialDropout2DAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability of zero.</summary>
    public double Rate { get; } = rate;
}
