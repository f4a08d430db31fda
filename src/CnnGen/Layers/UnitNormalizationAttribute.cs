namespace CnnGen;

/// <summary>
/// Divides what lies along one axis, the channels of each pixel (or the units of a flat tensor) unless another is named, by the root of the
/// sum of its squares, so that it has length 1; the shape stays. Keras' <c>UnitNormalization</c>.
/// </summary>
/// <remarks>
/// y = x * min(1 / sqrt(sum of x^2), 1e12), so zeros stay zeros; their gradient is that of a factor of 1e12, as in Keras. A single channel
/// gives its sign, and has no gradient but for rounding. The squares are floats: what is shorter than 1e-19 or longer than 1e19 is not
/// seen as it is. Over other axes than the last, values are moved before and behind.
/// </remarks>
public sealed class UnitNormalizationAttribute : LayerAttribute
{
    /// <summary>
    /// The axis: 1 for rows, 2 for columns, 3 or -1 for channels of a feature map, 1 for the length and 2 or -1 for channels of a
    /// sequence, 1 or -1 for the units of a vector; -1 when left out. It may be counted from the end, as -2 and -3. Axis 0 is the batch,
    /// whose images do not meet: error CNN039.
    /// </summary>
    public int Axis { get; init; } = -1;

    /// <summary>
    /// Several axes that have length 1 together, in place of <see cref="Axis"/>: <c>Axes = [1, 2]</c> are all pixels of
    /// each channel.
    /// </summary>
    public int[] Axes { get; init; } = [];
}
