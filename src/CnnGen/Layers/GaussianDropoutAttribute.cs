namespace CnnGen;

/// <summary>
/// In training, multiplies each element by a normally distributed number of mean 1 and standard deviation sqrt(rate / (1 - rate)), that of
/// the factors of <see cref="DropoutAttribute"/>; does nothing in prediction. Keras' <c>GaussianDropout</c>.
/// </summary>
/// <param name="rate">The probability of zero in dropout of that standard deviation, in [0, 1).</param>
/// <remarks>
/// The noise is a function of seed, step, layer, image and element (Philox), so it does not depend on threads or instruction set. The
/// backward pass draws it again.
/// </remarks>
public sealed class GaussianDropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability of zero in dropout of the same standard deviation.</summary>
    public double Rate { get; } = rate;
}
