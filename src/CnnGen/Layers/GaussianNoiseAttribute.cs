namespace CnnGen;

/// <summary>
/// In training, adds to each element a normally distributed number of mean 0 and standard deviation <paramref name="stddev"/>; does nothing
/// in prediction. Keras' <c>GaussianNoise</c>.
/// </summary>
/// <param name="stddev">The standard deviation, at least 0.</param>
/// <remarks>
/// The noise is a function of seed, step, layer, image and element (Philox), so it does not depend on threads or instruction set.
/// </remarks>
public sealed class GaussianNoiseAttribute(double stddev) : LayerAttribute
{
    /// <summary>The standard deviation.</summary>
    public double Stddev { get; } = stddev;
}
