namespace CnnGen;

/// <summary>
/// Group normalization: neighbouring channels form groups, each of which is shifted and scaled to mean 0 and variance 1 in every image, and
/// then by weights of each channel; the shape stays. Keras' <c>GroupNormalization</c>.
/// </summary>
/// <remarks>
/// <para>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and (biased) variance of the group's channels over all pixels of the
/// image (Wu and He, 2018), the same in training and prediction. A group of one value has variance 0, gives beta, and has no gradient but
/// for rounding.
/// </para>
/// <para>
/// Sums are taken over the columns of a row in order, then over rows, as floats, and over the channels of a group in order, as doubles: so
/// results are the same bits for any number of threads and instruction set.
/// </para>
/// </remarks>
public sealed class GroupNormalizationAttribute : GammaBetaLayerAttribute
{
    /// <summary>
    /// The number of groups, a divisor of the channels; 32 when left out. -1 makes each channel a group of its own: instance normalization.
    /// </summary>
    public int Groups { get; init; } = 32;

    /// <summary>Added to the variance, at least 0; 1e-3 when left out.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Whether beta is added; true when left out.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether gamma is a factor; true when left out.</summary>
    public bool Scale { get; init; } = true;
}
