namespace CnnGen;

/// <summary>
/// y = x, and alpha * x below 0, for every element, where alpha is trained and starts at 0 when nothing else is said; the shape stays.
/// Keras' <c>PReLU</c>; the parameter is alpha, with an extent of 1 for each shared axis.
/// </summary>
/// <remarks>NaN gives NaN and lets a gradient pass. At 0 the derivative is alpha.</remarks>
public class PReluAttribute : AlphaLayerAttribute
{
    /// <summary>
    /// The axes along which all elements have one alpha: 1 rows, 2 columns, 3 channels of a feature map, 1 steps and 2 channels of a
    /// sequence, 1 the units of a vector. None when
    /// left out: each element has its own. <c>SharedAxes = [1, 2]</c> is one for each channel.
    /// </summary>
    public int[] SharedAxes { get; init; } = [];
}

/// <summary>Keras' name of <see cref="PReluAttribute"/>; the same layer.</summary>
public sealed class PReLUAttribute : PReluAttribute;
