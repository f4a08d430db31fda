namespace CnnGen;

/// <summary>
/// Layer normalization: what lies along one axis, the channels of each pixel (or the units of a flat tensor) unless another is named, is
/// shifted and scaled to mean 0 and variance 1, and then by weights of each element along it; the shape stays. Keras'
/// <c>LayerNormalization</c>.
/// </summary>
/// <remarks>
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and (biased) variance along the axis (Ba, Kiros and Hinton, 2016),
/// the same in training and prediction. A single element has variance 0, gives beta, and has the gradient 0. Over other axes than the last,
/// values are moved before and behind.
/// </remarks>
public sealed class LayerNormalizationAttribute : GammaBetaLayerAttribute
{
    /// <summary>
    /// The axis: 1 for rows, 2 for columns, 3 or -1 for channels of a feature map, 1 for the length and 2 or -1 for channels of a
    /// sequence, 1 or -1 for the units of a vector; -1 when left out. It may be counted from the end, as -2 and -3. Axis 0 is the batch,
    /// whose images do not meet: error CNN039.
    /// </summary>
    public int Axis { get; init; } = -1;

    /// <summary>
    /// Several axes that have mean 0 and variance 1 together, in place of <see cref="Axis"/>: <c>Axes = [1, 2]</c> are all pixels of
    /// each channel.
    /// </summary>
    /// <remarks>
    /// Gamma and beta have the extents of the axes in the order listed, and as in Keras their values follow each other by rows, columns and
    /// channels in any case.
    /// </remarks>
    public int[] Axes { get; init; } = [];

    /// <summary>Added to the variance, at least 0; 1e-3 when left out.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Whether beta is added; true when left out.</summary>
    public bool Center { get; init; } = true;

    /// <summary>Whether gamma is a factor; true when left out.</summary>
    public bool Scale { get; init; } = true;
}
