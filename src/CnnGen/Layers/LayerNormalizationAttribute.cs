namespace CnnGen;

/// <summary>
/// Layer normalization: the channels of each pixel (or the units of a flat tensor) are shifted and scaled to mean 0 and variance 1, and
/// then by weights of each channel; the shape stays. Keras' <c>LayerNormalization</c> with its axis of -1.
/// </summary>
/// <remarks>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and (biased) variance of the pixel's channels (Ba, Kiros and Hinton,
/// 2016), the same in training and prediction. A single channel has variance 0, gives beta, and has the gradient 0.
/// </remarks>
public sealed class LayerNormalizationAttribute : LayerAttribute
{
    /// <summary>Added to the variance, at least 0; 1e-3 when left out.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Whether beta is added; true when left out.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether gamma is a factor; true when left out.</summary>
    public bool Scale { get; init; } = true;
}
