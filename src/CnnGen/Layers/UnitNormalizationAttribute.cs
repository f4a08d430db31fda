namespace CnnGen;

/// <summary>
/// Divides the channels of each pixel (or the units of a flat tensor) by the root of the sum of their squares, so that they have length 1;
/// the shape stays. Keras' <c>UnitNormalization</c> with its axis of -1.
/// </summary>
/// <remarks>
/// y = x * min(1 / sqrt(sum of x^2), 1e12), so zeros stay zeros; their gradient is that of a factor of 1e12, as in Keras. A single channel
/// gives its sign, and has no gradient but for rounding. The squares are floats: what is shorter than 1e-19 or longer than 1e19 is not
/// seen as it is.
/// </remarks>
public sealed class UnitNormalizationAttribute : LayerAttribute;
