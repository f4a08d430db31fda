namespace CnnGen;

/// <summary>
/// Shifts and scales the input: y = (x - mean) / sqrt(variance), with mean and variance learned by <c>Adapt(data)</c> and saved with the
/// weights. Keras' <c>Normalization</c>.
/// </summary>
/// <param name="axis">What shares a mean: each element of the image (the default) or each channel (Keras' <c>axis=-1</c>).</param>
/// <remarks>
/// Stands before every layer but <c>[Rescaling]</c>. An element that never varies in the data is only shifted (Keras would multiply it by
/// 1e7). A network with it takes images as bytes, too.
/// </remarks>
public sealed class NormalizationAttribute(NormalizationAxis axis = NormalizationAxis.Element) : LayerAttribute
{
    /// <summary>What shares a mean and a variance.</summary>
    public NormalizationAxis Axis { get; } = axis;
}
