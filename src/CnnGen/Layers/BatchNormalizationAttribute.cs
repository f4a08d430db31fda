namespace CnnGen;

/// <summary>
/// Batch normalization: each channel is shifted and scaled to mean 0 and variance 1, and then by weights of its own; the shape stays.
/// Keras' <c>BatchNormalization</c>.
/// </summary>
/// <remarks>
/// <para>
/// In training y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and (biased) variance of the channel over all pixels of
/// all images of the batch (Ioffe and Szegedy, 2015), and <c>moving_mean</c> = moving_mean * momentum + mean * (1 - momentum), likewise
/// <c>moving_variance</c>. In prediction these moving statistics take the place of the batch's.
/// </para>
/// <para>
/// Sums are taken over the rows of an image in order, then over its rows, both as floats, and over the images in order, as doubles: so
/// results are the same bits for any number of threads and instruction set. A batch of one value has variance 0, gives beta, and has the
/// gradient 0.
/// </para>
/// </remarks>
public sealed class BatchNormalizationAttribute : GammaBetaLayerAttribute
{
    /// <summary>What the moving statistics keep of themselves at each step, in [0, 1]; 0.99 when left out.</summary>
    public double Momentum { get; init; } = 0.99;

    /// <summary>Added to the variance, at least 0; 1e-3 when left out.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Whether beta is added; true when left out.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether gamma is a factor; true when left out.</summary>
    public bool Scale { get; init; } = true;
}
